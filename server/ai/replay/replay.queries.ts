import { sql } from 'kysely';
import type { Db, Tx } from '../../db.ts';
import type { Understanding } from '../rules/understanding.ts';
import type { Replay, ReplayInput, ReplayResult } from './replay.schema.ts';

export type PastEmail = {
  id: string;
  subject: string | null;
  date: string;
  understanding: Understanding;
};

/** Messages that were read since a day, newest first, repeats left out. */
export async function listPastEmails(
  db: Db,
  { since, limit }: Pick<ReplayInput, 'since' | 'limit'>,
): Promise<PastEmail[]> {
  const { rows } = await sql<PastEmail>`
    select id, subject, to_json(coalesce(sent_at, received_at)) #>> '{}' as date, understanding
    from emails where status = 'processed' and understanding is not null and duplicate_of is null
      and received_at >= ${since}::date
    order by received_at desc, id limit ${limit}`.execute(db);
  return rows;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const shown = sql`r.id, r.provider, r.since, r.most, r.status, r.error, u.name as "requestedBy",
  to_json(r.created_at) #>> '{}' as "createdAt", to_json(r.finished_at) #>> '{}' as "finishedAt"`;

/** One rehearsal with its result; null when there is none. */
export async function getReplay(db: Db, id: string): Promise<Replay | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await sql<Replay>`
    select ${shown}, r.result from ai_replays r left join users u on u.id = r.requested_by
    where r.id = ${id}::uuid`.execute(db);
  return rows[0] ?? null;
}

export type ReplayLine = Omit<Replay, 'result'> & { read: number | null; differing: number | null };

/** The newest rehearsals, without their results. */
export async function listReplays(db: Db, limit: number): Promise<ReplayLine[]> {
  const { rows } = await sql<ReplayLine>`
    select ${shown}, (r.result -> 'read')::int as read, jsonb_array_length(r.result -> 'items') as differing
    from ai_replays r left join users u on u.id = r.requested_by order by r.created_at desc, r.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function insertReplay(
  tx: Tx,
  { provider, since, limit }: ReplayInput,
  userId: string | null,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into ai_replays (requested_by, provider, since, most)
    values (${userId}::uuid, ${provider}, ${since}::date, ${limit}) returning id`.execute(tx);
  return rows[0]!.id;
}

export async function setReplayDone(tx: Tx, id: string, result: ReplayResult): Promise<void> {
  await sql`
    update ai_replays set status = 'done', result = ${JSON.stringify(result)}::jsonb, finished_at = now()
    where id = ${id}::uuid`.execute(tx);
}

export async function setReplayFailed(tx: Tx, id: string, error: string): Promise<void> {
  await sql`
    update ai_replays set status = 'failed', error = ${error}, finished_at = now() where id = ${id}::uuid`.execute(tx);
}
