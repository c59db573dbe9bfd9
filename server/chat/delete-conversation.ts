import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { deleteConversationRows, holdConversation } from './chat.queries.ts';
import { eraseTurnWords } from './turn.queries.ts';

/**
 * Deletes one of the person's conversations: its words are gone; that turns took place, by which rules or model, and
 * what they made stays on record, as do the tasks and proposals themselves. Throws `forbidden`, `not_found` (also for
 * somebody else's).
 */
export async function deleteConversation(db: Db, actor: UserActor, id: string): Promise<void> {
  requireCan(actor, 'chat.use');
  await db.transaction().execute(async (tx) => {
    const own = z.uuid().safeParse(id).success && (await holdConversation(tx, actor.userId, id));
    if (!own) throw new DomainError('not_found', 'There is no such conversation of yours.');
    await eraseTurnWords(tx, id);
    await deleteConversationRows(tx, id);
  });
}
