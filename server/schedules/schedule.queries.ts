import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

export type Slot = { name: string; slot: Date };

/**
 * Claims slots that nobody claimed yet; of many workers one gets each. In one transaction with the jobs that answer
 * them, a claimed slot is never lost.
 */
export async function claimSlots(tx: Tx, slots: readonly Slot[], worker: string): Promise<Slot[]> {
  const rows = slots.map(({ name, slot }) => ({ name, slot: slot.toISOString() }));
  const { rows: claimed } = await sql<Slot>`
    insert into schedule_runs (name, slot, worker)
    select name, slot, ${worker} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(name text, slot timestamptz)
    order by name
    on conflict (name, slot) do nothing
    returning name, slot`.execute(tx);
  return claimed;
}

/** Notes what the run of a slot did. */
export async function setSlotFinished(db: Db, name: string, slot: string, result: unknown): Promise<void> {
  await sql`
    update schedule_runs set finished_at = now(), result = ${JSON.stringify(result)}::jsonb, error = null
    where name = ${name} and slot = ${slot}::timestamptz`.execute(db);
}

/** Notes that the run of a slot was given up. */
export async function setSlotFailed(tx: Tx, name: string, slot: string, error: string): Promise<void> {
  await sql`update schedule_runs set error = ${error} where name = ${name} and slot = ${slot}::timestamptz`.execute(tx);
}

/** Gives an unfinished slot back: whoever asks next may claim it. */
export async function releaseSlot(db: Db, name: string, slot: Date): Promise<void> {
  await sql`
    delete from schedule_runs where name = ${name} and slot = ${slot.toISOString()}::timestamptz and finished_at is null`.execute(
    db,
  );
}

/** Deletes runs older than so many days, at most `limit`. */
export async function deleteOldRuns(db: Db, days: number, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from schedule_runs where (name, slot) in (
      select name, slot from schedule_runs where slot < now() - ${days}::int * interval '1 day' limit ${limit}
    ) returning name`.execute(db);
  return rows.length;
}

/** The time zones of the projects, each once. */
export async function listProjectZones(db: Db): Promise<string[]> {
  const { rows } = await sql<{ zone: string }>`
    select distinct time_zone as zone from projects order by zone limit 1000`.execute(db);
  return rows.map((row) => row.zone);
}

export type ScheduleRun = {
  name: string;
  slot: Date;
  startedAt: Date;
  finishedAt: Date | null;
  result: unknown;
  error: string | null;
};

/** The latest runs of all schedules, newest first. */
export async function listScheduleRuns(db: Db, limit: number): Promise<ScheduleRun[]> {
  const { rows } = await sql<ScheduleRun>`
    select name, slot, started_at as "startedAt", finished_at as "finishedAt", result, error
    from schedule_runs order by started_at desc limit ${limit}`.execute(db);
  return rows;
}

/** Partitions of `events` for this month and the coming ones, `months` in all; the names of those made. */
export async function ensureEventPartitions(db: Db, months = 6): Promise<string[]> {
  const { rows } = await sql<{ made: string[] }>`
    select pmis_ensure_event_partitions(current_date, ${months}::int) as made`.execute(db);
  return rows[0]!.made;
}
