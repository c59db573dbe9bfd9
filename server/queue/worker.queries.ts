import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** A worker not seen for so long is dead: its leases have ended and its Redis list is taken over. */
export const WORKER_GONE_SECONDS = 30;

/** Says that the worker lives. */
export async function setWorkerSeen(db: Db, name: string, version: string): Promise<void> {
  await sql`
    insert into workers (name, version) values (${name}, ${version})
    on conflict (name) do update set seen_at = now()`.execute(db);
}

export async function deleteWorker(db: Db, name: string): Promise<void> {
  await sql`delete from workers where name = ${name}`.execute(db);
}

/** Forgets workers that have been gone for an hour. */
export async function deleteGoneWorkers(db: Db): Promise<void> {
  await sql`delete from workers where seen_at < now() - interval '1 hour'`.execute(db);
}

export type WorkerRow = { name: string; startedAt: Date; seenAt: Date; version: string };

/** The workers seen within the last 30 seconds. */
export async function listLiveWorkers(db: Db): Promise<WorkerRow[]> {
  const { rows } = await sql<WorkerRow>`
    select name, started_at as "startedAt", seen_at as "seenAt", version from workers
    where seen_at > now() - ${WORKER_GONE_SECONDS}::int * interval '1 second' order by name limit 1000`.execute(db);
  return rows;
}
