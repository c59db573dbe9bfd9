import { DomainError } from '../errors.ts';
import { sha256 } from './parse/read-attachments.ts';
import { safeFileName } from './parse/file-name.ts';
import type { ReplyAttachment } from './reply.schema.ts';

/** A file of a reply, its name made safe. */
export type ReplyFile = { filename: string; contentType: string; content: Buffer; sha256: string };

/** All files of a reply together: in base64 they stay below the 25 MB that mail servers take. */
export const LARGEST_REPLY_FILES = 15 * 1024 * 1024;

const refused = (message: string) =>
  new DomainError('invalid', message, { fields: [{ field: 'attachments', message }] });

/** Parts of a message may not be read as messages or multiparts of ours: such files go out as bytes. */
const sentType = (type: string) => (/^(message|multipart)\//i.test(type) ? 'application/octet-stream' : type);

/** The attached files as bytes. Throws invalid for what is no base64, an empty file, and more than 15 MB together. */
export function readReplyFiles(attachments: readonly ReplyAttachment[]): ReplyFile[] {
  const files = attachments.map(({ filename, contentType, content }, i) => {
    if (/[^A-Za-z0-9+/=\s]/.test(content)) throw refused(`${filename} is not base64.`);
    const bytes = Buffer.from(content, 'base64');
    if (bytes.length === 0) throw refused(`${filename} is empty.`);
    return {
      filename: safeFileName(filename) ?? `attachment-${i + 1}`,
      contentType: sentType(contentType ?? 'application/octet-stream'),
      content: bytes,
      sha256: sha256(bytes),
    };
  });
  if (files.reduce((sum, file) => sum + file.content.length, 0) > LARGEST_REPLY_FILES)
    throw refused('The files are larger than 15 MB together.');
  return files;
}
