import type { Db, Tx } from '../db.ts';
import { openFile } from '../storage/files.ts';
import { restoreAttachments } from '../emails/restore-attachments.ts';
import { storable } from '../emails/storable.ts';
import { copyKnownTexts, insertEmailTexts, listUnreadAttachments, type ReadText } from './email-text.queries.ts';
import { type DocumentReader, openDocumentReader } from './extract/read-document.ts';
import { TEXT_LIMITS, textKindOf } from './extract/text-kind.policy.ts';

async function bytesOf(db: Db, emailId: string, sha256: string): Promise<Uint8Array | null> {
  const file = (await openFile(sha256)) ?? (await restoreAttachments(db, emailId), await openFile(sha256));
  if (!file) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of file.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Reads the text of a message's attachments for search, each in a thread with limits; equal content is read once. A
 * document that cannot be read is kept with the reason and is not tried again; a store that does not answer throws, and
 * the job is tried again. Texts are kept one by one: what was read stays read.
 */
export async function readAttachmentTexts(
  db: Db,
  { emailId, finish, reader }: { emailId: string; finish: (tx: Tx) => Promise<void>; reader?: DocumentReader },
): Promise<void> {
  await copyKnownTexts(db, emailId);
  const documents = reader ?? openDocumentReader();
  try {
    for (const { n, filename, contentType, size, sha256 } of await listUnreadAttachments(db, emailId)) {
      const kind = textKindOf(filename, contentType);
      if (kind === null || size === 0) continue;
      let read: ReadText = { n, sha256, text: '', error: 'It is larger than 25 MB.' };
      if (size <= TEXT_LIMITS.bytes) {
        const bytes = await bytesOf(db, emailId, sha256);
        if (!bytes) continue;
        read = { n, sha256, ...(await documents.read({ kind, bytes })) };
      }
      await insertEmailTexts(db, emailId, [storable(read)]);
    }
  } finally {
    await documents.close();
  }
  await db.transaction().execute(finish);
}
