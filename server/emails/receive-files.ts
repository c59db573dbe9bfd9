import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { LARGEST_MESSAGE } from './email.schema.ts';
import { receiveEmail } from './receive-email.ts';

const MOST_FILES = 50;

/**
 * Stores each message file that a person brings in; one that is refused (empty, too large) stops no other. Gives the
 * ids of new ones, of those that were here already, and a sentence for each refusal. Throws `forbidden`, `invalid` (no file, more
 * than 50).
 */
export async function receiveFiles(
  db: Db,
  actor: Actor,
  files: readonly File[],
): Promise<{ received: string[]; again: string[]; refused: string[] }> {
  requireCan(actor, 'email.ingest');
  if (files.length === 0) throw new DomainError('invalid', 'Choose at least one .eml file.');
  if (files.length > MOST_FILES) throw new DomainError('invalid', `Send at most ${MOST_FILES} files at once.`);
  const received = new Set<string>();
  const again = new Set<string>();
  const refused: string[] = [];
  for (const file of files) {
    if (file.size > LARGEST_MESSAGE) {
      refused.push(`${file.name} is larger than 25 MB.`);
      continue;
    }
    try {
      const { id, duplicate } = await receiveEmail(db, actor, {
        raw: new Uint8Array(await file.arrayBuffer()),
        source: 'ui',
      });
      if (!duplicate) received.add(id);
      else if (!received.has(id)) again.add(id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push(`${file.name}: ${error.message}`);
    }
  }
  return { received: [...received], again: [...again], refused };
}
