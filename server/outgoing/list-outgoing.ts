import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { listOutgoingJson } from './list.queries.ts';
import { listOutgoingInput } from './outgoing.schema.ts';

/**
 * A page of mails of one kind as JSON text, newest first: replies, of hidden bids only to those who read them; what
 * PMIS sent by itself only to those who see jobs. Throws forbidden, a ZodError.
 */
export async function listOutgoing(db: Db, actor: Actor, query: unknown): Promise<string> {
  requireCan(actor, 'email.read');
  const input = listOutgoingInput.parse(query);
  if (input.kind !== 'reply') requireCan(actor, 'job.read');
  return listOutgoingJson(db, actor, input);
}
