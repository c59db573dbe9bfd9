import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { firstOfMonth } from './archive-month.ts';
import {
  detachPartition,
  getMonthState,
  getOldestMonth,
  insertArchive,
  listPartitions,
  type MonthState,
} from './archive.queries.ts';

/** What a verified file of a month says of itself. */
export type ArchiveFile = { name: string; sha256: string; month: string | null; events: number; trailHash: string };

const conflict = (message: string) => new DomainError('conflict', message);

/**
 * Takes a month out of `events` once a file holds exactly it. Only the oldest month with events, and never this one or
 * the last, whose events people still work with. In one transaction: where the chains stood, then the partition, kept
 * as a table of its own unless `drop`. Needs the owner's connection. Throws `invalid`, `not_found`, `conflict`.
 */
export async function detachMonth(
  owner: Db,
  month: string,
  file: ArchiveFile,
  { drop }: { drop: boolean },
): Promise<{ month: string; events: number; keptAs: string | null }> {
  const first = firstOfMonth(month);
  return owner.transaction().execute(async (tx) => {
    await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '5s', true)`.execute(tx);
    const partition = (await listPartitions(tx)).find((one) => one.month === first);
    if (!partition) throw new DomainError('not_found', `There is no partition of ${month} in events.`);
    const { rows } = await sql<{ recent: boolean }>`
      select ${first}::date > date_trunc('month', now() at time zone 'UTC') - interval '2 months' as recent`.execute(
      tx,
    );
    if (rows[0]!.recent) throw conflict(`${month} is too recent: this month and the last stay in the database.`);
    const oldest = await getOldestMonth(tx);
    if (oldest !== null && oldest < first)
      throw conflict(`Events of ${oldest.slice(0, 7)} are still in the database: detach the oldest month first.`);
    const state: MonthState = await getMonthState(tx, first);
    if (state.events === 0) throw conflict(`${month} has no events: there is nothing to archive.`);
    if (file.month !== first) throw conflict(`${file.name} is not the archive of ${month}.`);
    if (file.events !== state.events || file.trailHash !== state.trailHash)
      throw conflict(`${file.name} does not hold what the database has of ${month}: write it again.`);
    await insertArchive(tx, first, state, file);
    const keptAs = drop ? null : `archived_${partition.name}`;
    await detachPartition(tx, partition.name, keptAs);
    return { month, events: state.events, keptAs };
  });
}
