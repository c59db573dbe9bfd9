import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** A token bucket: refilled at `perMinute`, never above `burst`. */
export type Bucket = { key: string; perMinute: number; burst: number };

/**
 * Takes up to `want` from the bucket's row and returns how many were there, in one statement under the row's lock.
 * Two first calls on a new key may both find it full: the error is one batch, once.
 */
export async function leaseFromTable(db: Db, bucket: Bucket, want: number): Promise<number> {
  const { key, perMinute, burst } = bucket;
  const { rows } = await sql<{ granted: number }>`
    with held as (
      select tokens, refilled_at from rate_limits where key = ${key} for update
    ), filled as (
      select least(${burst}::float8,
        tokens + greatest(extract(epoch from clock_timestamp() - refilled_at), 0) * ${perMinute / 60}::float8) as tokens
      from held
      union all
      select ${burst}::float8 where not exists (select 1 from held)
    ), written as (
      insert into rate_limits (key, tokens, refilled_at)
      select ${key}, tokens - least(${want}::float8, floor(tokens)), clock_timestamp() from filled
      on conflict (key) do update set tokens = excluded.tokens, refilled_at = excluded.refilled_at
    )
    select least(${want}::float8, floor(tokens))::int as granted from filled`.execute(db);
  return rows[0]?.granted ?? 0;
}

/** Removes buckets that nobody used for a day: they are full again. Returns how many. */
export async function deleteIdleBuckets(db: Db): Promise<number> {
  const result = await sql`delete from rate_limits where refilled_at < now() - interval '1 day'`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
