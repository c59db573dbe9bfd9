import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { oneLine } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { countNotes, insertNote } from './note.queries.ts';

const MOST_NOTES = 100;
const noteInput = strictInput({ text: oneLine(500), package: oneLine(20).nullable() });

/**
 * Keeps a note of the person's own for the assistant; only they see it. Throws `forbidden`, `conflict` (100 are kept),
 * a ZodError.
 */
export async function rememberNote(db: Db, actor: UserActor, input: unknown): Promise<{ id: string; text: string }> {
  requireCan(actor, 'chat.use');
  const { text, package: code } = noteInput.parse(input);
  if ((await countNotes(db, actor.userId)) >= MOST_NOTES)
    throw new DomainError(
      'conflict',
      `I keep at most ${MOST_NOTES} notes. Delete one under “What is remembered” first.`,
    );
  return { id: await insertNote(db, actor.userId, text, code), text };
}

const ASKED =
  /^(?:please |bitte |pmis[,:]? |assistant[,:]? )*(?:remember|keep in mind|note for later|merke? dir(?: bitte)?|retiens|souviens-toi)\s*(?::|,? that\b|,? dass\b|,? que\b)\s*(.{3,})$/isu;

/** What a sentence asks to remember ("remember that …", "merke dir, dass …"); null when it asks for something else. */
export function noteIn(text: string): string | null {
  return ASKED.exec(text.trim())?.[1]?.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 500) ?? null;
}
