import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { oneLine } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { setConversationTitle } from './chat.queries.ts';

const renameInput = strictInput({ title: oneLine(80) });

/** Names one of the person's conversations. Throws `forbidden`, `not_found` (also for somebody else's), a ZodError. */
export async function renameConversation(db: Db, actor: UserActor, id: string, input: unknown): Promise<void> {
  requireCan(actor, 'chat.use');
  const known = z.uuid().safeParse(id).success;
  const { title } = renameInput.parse(input);
  if (!known || !(await setConversationTitle(db, actor.userId, id, title)))
    throw new DomainError('not_found', 'There is no such conversation of yours.');
}
