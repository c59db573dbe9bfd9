import type { Db } from '../db.ts';
import { storeFile } from '../storage/files.ts';
import { createMessageParser, type MessageParser } from './parse/create-message-parser.ts';
import { getRaw } from './receive.queries.ts';

let parser: MessageParser | undefined;

/**
 * Takes the attachments of a message out of its raw bytes again, where this machine's disk does not have them: another
 * machine's worker read the message, or the folder was lost.
 */
export async function restoreAttachments(db: Db, emailId: string): Promise<void> {
  const raw = await getRaw(db, emailId);
  if (!raw) return;
  parser ??= createMessageParser();
  const result = await parser.parse(raw);
  if (!result.ok) return;
  await Promise.all(result.message.attachments.map(({ sha256, content }) => storeFile(sha256, content)));
}
