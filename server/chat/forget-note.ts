import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { deleteNoteRow } from './note.queries.ts';

/** Forgets one of the person's notes. Throws `forbidden`, `not_found` (also for somebody else's). */
export async function forgetNote(db: Db, actor: UserActor, id: string): Promise<void> {
  requireCan(actor, 'chat.use');
  if (!z.uuid().safeParse(id).success || !(await deleteNoteRow(db, actor.userId, id)))
    throw new DomainError('not_found', 'There is no such note of yours.');
}
