import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from './email-visibility.queries.ts';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Those of the messages that the actor may not read: bids of others. Ids that no message has are not among them. */
export async function listHiddenMailIds(db: Db, actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  const wanted = ids.filter((id) => UUID.test(id));
  if (wanted.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select e.id from emails e
    where e.id = any(${wanted}::uuid[]) and not ${visibleTo(actor)} limit ${wanted.length}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
