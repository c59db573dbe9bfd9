import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

/** What a person asked the assistant to remember. */
export type AssistantNote = { id: string; text: string; package: string | null; createdAt: string };

/** A person's notes, newest first, at most `limit`. */
export async function listNotes(db: Db, userId: string, limit: number): Promise<AssistantNote[]> {
  const { rows } = await sql<AssistantNote>`
    select n.id, n.text, p.code as package,
      to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
    from assistant_notes n left join packages p on p.id = n.package_id
    where n.user_id = ${userId}::uuid order by n.created_at desc, n.id limit ${limit}`.execute(db);
  return rows;
}

/** Number of a person's notes; locks nothing. */
export async function countNotes(db: Db | Tx, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from assistant_notes where user_id = ${userId}::uuid`.execute(db);
  return rows[0]!.n;
}

/** Keeps a note; `packageCode` is what it is about. Returns its id. */
export async function insertNote(
  tx: Db | Tx,
  userId: string,
  text: string,
  packageCode: string | null,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into assistant_notes (user_id, text, package_id)
    values (${userId}::uuid, ${text}, (select id from packages where code = ${packageCode})) returning id`.execute(tx);
  return rows[0]!.id;
}

/** Forgets a note of the person; false when there is none. */
export async function deleteNoteRow(db: Db, userId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from assistant_notes where id = ${id}::uuid and user_id = ${userId}::uuid returning id`.execute(db);
  return rows.length > 0;
}
