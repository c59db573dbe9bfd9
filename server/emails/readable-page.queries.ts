import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from './email-visibility.queries.ts';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Those of the messages that the actor may read; at most 100 ids are looked at. */
export async function listReadableEmails(db: Db, actor: Actor, ids: readonly string[]): Promise<string[]> {
  const wanted = ids.filter((id) => UUID.test(id)).slice(0, 100);
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select e.id from emails e where e.id = any(${wanted}::uuid[]) and ${visibleTo(actor)} limit 100`.execute(db);
  return rows.map((row) => row.id);
}
