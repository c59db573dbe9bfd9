import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { SourceKind } from './source.policy.ts';

/** A worker's right to read a mailbox. `fence` grows with each holder; what an earlier one writes is refused. */
export type Lease = {
  fence: number;
  uidValidity: number | null;
  lastUid: number;
  failures: number;
  /** Until the next try is due, in milliseconds. */
  waitMs: number;
};

/** Another worker reads this mailbox now. */
export class SourceTaken extends Error {}

/** Takes the right to read a mailbox; null while another worker holds it. */
export async function claimSource(
  db: Db,
  { name, kind }: { name: string; kind: SourceKind },
  worker: string,
  leaseMs: number,
): Promise<Lease | null> {
  const { rows } = await sql<Lease>`
    insert into mail_sources as s (name, kind, lease_by, lease_until, fence)
    values (${name}, ${kind}, ${worker}, now() + ${leaseMs}::float8 * interval '1 millisecond', 1)
    on conflict (name) do update set kind = excluded.kind, lease_by = excluded.lease_by,
      lease_until = excluded.lease_until, fence = s.fence + 1
      where s.lease_until is null or s.lease_until < now()
    returning fence, uid_validity as "uidValidity", last_uid as "lastUid", failures,
      greatest(0, coalesce(extract(epoch from next_try_at - now()) * 1000, 0))::int as "waitMs"`.execute(db);
  return rows[0] ?? null;
}

/** Keeps the right for another while; false: it was lost. */
export async function renewSource(db: Db, name: string, fence: number, leaseMs: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mail_sources set lease_until = now() + ${leaseMs}::float8 * interval '1 millisecond'
    where name = ${name} and fence = ${fence} and lease_by is not null`.execute(db);
  return numAffectedRows === 1n;
}

/** Gives the right back, for the next worker at once. */
export async function releaseSource(db: Db, name: string, fence: number): Promise<void> {
  await sql`
    update mail_sources set lease_by = null, lease_until = null where name = ${name} and fence = ${fence}`.execute(db);
}

/** Notes how far a mailbox is read. Throws SourceTaken when the right was lost. */
export async function setCursor(
  db: Db,
  name: string,
  fence: number,
  { uidValidity, lastUid }: { uidValidity: number; lastUid: number },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update mail_sources set uid_validity = ${uidValidity}, last_uid = ${lastUid}
    where name = ${name} and fence = ${fence}`.execute(db);
  if (numAffectedRows !== 1n) throw new SourceTaken(name);
}

/** Notes that a look at a source succeeded. `fence` absent: a listener, which every worker may run. */
export async function setSourceOk(
  db: Db,
  { name, kind, fence }: { name: string; kind: SourceKind; fence?: number },
): Promise<void> {
  await sql`
    insert into mail_sources as s (name, kind, last_ok_at) values (${name}, ${kind}, now())
    on conflict (name) do update set last_ok_at = now(), failures = 0, failing_since = null, next_try_at = null
      where ${fence ?? null}::bigint is null or s.fence = ${fence ?? null}`.execute(db);
}

/** Notes that a source failed, why, and in how many milliseconds it is tried again. */
export async function setSourceFailed(
  db: Db,
  { name, kind, fence }: { name: string; kind: SourceKind; fence?: number },
  error: string,
  retryMs: number,
): Promise<void> {
  const next = sql`now() + ${retryMs}::float8 * interval '1 millisecond'`;
  await sql`
    insert into mail_sources as s (name, kind, failing_since, failures, last_error, last_error_at, next_try_at)
    values (${name}, ${kind}, now(), 1, ${error}, now(), ${next})
    on conflict (name) do update set failing_since = coalesce(s.failing_since, now()), failures = s.failures + 1,
      last_error = excluded.last_error, last_error_at = now(), next_try_at = excluded.next_try_at
      where ${fence ?? null}::bigint is null or s.fence = ${fence ?? null}`.execute(db);
}

/** Notes messages that a source turned away and why the last one was. */
export async function addRefused(
  db: Db,
  { name, kind }: { name: string; kind: SourceKind },
  count: number,
  reason: string,
): Promise<void> {
  await sql`
    insert into mail_sources as s (name, kind, refused, last_error, last_error_at)
    values (${name}, ${kind}, ${count}, ${reason}, now())
    on conflict (name) do update set refused = s.refused + excluded.refused, last_error = excluded.last_error,
      last_error_at = now()`.execute(db);
}

export type SourceRow = {
  name: string;
  lastOkAt: Date | null;
  failingSince: Date | null;
  failures: number;
  lastError: string | null;
  lastErrorAt: Date | null;
  nextTryAt: Date | null;
  refused: number;
  reader: string | null;
  waiting: number;
  givenUp: number;
};

/** What stands about these sources, with how many messages wait to be taken and how many were given up. */
export async function listSourceRows(db: Db, names: readonly string[]): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select s.name, s.last_ok_at as "lastOkAt", s.failing_since as "failingSince", s.failures,
      s.last_error as "lastError", s.last_error_at as "lastErrorAt", s.next_try_at as "nextTryAt", s.refused,
      case when s.lease_until > now() then s.lease_by end as reader,
      (select count(*)::int from mail_source_messages m
        where m.source = s.name and m.status in ('waiting', 'unmarked')) as waiting,
      (select count(*)::int from mail_source_messages m
        where m.source = s.name and m.status in ('refused', 'failed')) as "givenUp"
    from mail_sources s where s.name = any(${names}::text[]) order by s.name limit 1000`.execute(db);
  return rows;
}
