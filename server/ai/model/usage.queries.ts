import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { UsageJson } from './usage.schema.ts';

const sums = sql`sum(a.calls)::int as calls, sum(a.failures)::int as failures, sum(a.tokens_in)::bigint as "tokensIn",
  sum(a.tokens_out)::bigint as "tokensOut", sum(a.tokens_cached)::bigint as "tokensCached",
  (sum(a.cost_micros) / 1000000.0)::numeric(20, 6)::text as cost`;
const since = (days: number) => sql`a.day > (now() at time zone 'UTC')::date - ${days}::int`;

/** Usage by day, purpose and model, newest day first. */
export async function listUsageDays(db: Db, days: number): Promise<UsageJson['days']> {
  const { rows } = await sql<UsageJson['days'][number]>`
    select a.day, a.purpose, a.model, ${sums} from ai_usage a where ${since(days)}
    group by a.day, a.purpose, a.model order by a.day desc, a.purpose, a.model limit 5000`.execute(db);
  return rows;
}

/** Usage by person, most tokens first; the worker's own reading of mail is nobody's. */
export async function listUsagePeople(db: Db, days: number): Promise<UsageJson['people']> {
  const { rows } = await sql<UsageJson['people'][number]>`
    select u.email as user, u.name, ${sums} from ai_usage a join users u on u.id = a.user_id where ${since(days)}
    group by u.email, u.name order by sum(a.tokens_in + a.tokens_out) desc, u.email limit 50`.execute(db);
  return rows;
}

/** The newest failed calls, in our own words. */
export async function listModelErrors(db: Db, limit: number): Promise<UsageJson['errors']> {
  const { rows } = await sql<UsageJson['errors'][number]>`
    select to_json(at) #>> '{}' as at, model, purpose, failure, failure_message as message
    from ai_calls where failure is not null order by at desc, id limit ${limit}`.execute(db);
  return rows;
}
