import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { subjectOf } from './add-comment.ts';
import { listCommentsJson } from './comment.queries.ts';
import { commentListInput } from './comment.schema.ts';

/** A page of the comments on a row, JSON text. Throws `forbidden`, `invalid` (no such row too). */
export async function readComments(db: Db, actor: UserActor, input: unknown): Promise<string> {
  requireCan(actor, 'comment.read');
  const parsed = commentListInput.parse(input);
  return listCommentsJson(db, await subjectOf(db, parsed.about), parsed);
}
