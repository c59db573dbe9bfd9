import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { ModelFailure } from './model-failure.ts';
import type { Tokens } from './price.policy.ts';

export type Purpose = 'mail' | 'chat' | 'replay';

/** What may stop a model now: whether it rests, and tokens used today (UTC) in all and by the person. */
export type Standing = { restingUntil: string | null; lastError: string | null; today: number; userToday: number };

/** One look at a model's rest and at today's tokens. `userId` null: nobody's own budget. */
export async function getStanding(db: Db, model: string, userId: string | null): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select case when m.resting_until > now() then to_json(m.resting_until) #>> '{}' end as "restingUntil",
      m.last_error as "lastError",
      (select coalesce(sum(tokens_in + tokens_out), 0)::bigint from ai_usage
        where day = (now() at time zone 'UTC')::date) as today,
      (select coalesce(sum(tokens_in + tokens_out), 0)::bigint from ai_usage
        where day = (now() at time zone 'UTC')::date and user_id = ${userId}::uuid) as "userToday"
    from (select 1) one left join ai_models m on m.name = ${model}`.execute(db);
  return rows[0]!;
}

export type CallRecord = {
  model: string;
  purpose: Purpose;
  userId: string | null;
  emailId: string | null;
  conversationId: string | null;
  promptHash: string;
  toolsHash: string | null;
  finishReason: string | null;
  failure: ModelFailure | null;
  tokens: Tokens;
  costMicros: number | null;
  durationMs: number;
};

/** Keeps one call and adds it to its day's usage. */
export async function insertCall(db: Db, call: CallRecord): Promise<string> {
  const { input, output, cached } = call.tokens;
  const { rows } = await sql<{ id: string }>`
    with used as (
      insert into ai_usage as u (day, user_id, purpose, model, calls, failures, tokens_in, tokens_out, tokens_cached, cost_micros)
      values ((now() at time zone 'UTC')::date, ${call.userId}::uuid, ${call.purpose}, ${call.model}, 1,
        ${call.failure ? 1 : 0}, ${input}, ${output}, ${cached}, ${call.costMicros}::bigint)
      on conflict (day, user_id, purpose, model) do update set calls = u.calls + 1,
        failures = u.failures + excluded.failures, tokens_in = u.tokens_in + excluded.tokens_in,
        tokens_out = u.tokens_out + excluded.tokens_out, tokens_cached = u.tokens_cached + excluded.tokens_cached,
        cost_micros = case when excluded.cost_micros is null then u.cost_micros
          else coalesce(u.cost_micros, 0) + excluded.cost_micros end
    )
    insert into ai_calls (user_id, purpose, model, email_id, conversation_id, prompt_hash, tools_hash, finish_reason,
      failure, failure_message, tokens_in, tokens_out, tokens_cached, cost_micros, duration_ms)
    values (${call.userId}::uuid, ${call.purpose}, ${call.model}, ${call.emailId}::uuid, ${call.conversationId}::uuid,
      ${call.promptHash}, ${call.toolsHash}, ${call.finishReason}, ${call.failure?.kind ?? null},
      ${call.failure?.message ?? null}, ${input}, ${output}, ${cached}, ${call.costMicros}::bigint, ${call.durationMs})
    returning id`.execute(db);
  return rows[0]!.id;
}

/** A model answered: it is well again. */
export async function setModelWell(db: Db, model: string): Promise<void> {
  await sql`
    insert into ai_models (name, failures, last_ok_at) values (${model}, 0, now())
    on conflict (name) do update set failures = 0, resting_until = null, last_ok_at = now()`.execute(db);
}

/**
 * A model failed. At `limit` failures in a row it rests for `restMinutes`; one more failure after a rest, and it rests
 * again. Answers until when it rests, if it does.
 */
export async function setModelFailed(
  db: Db,
  model: string,
  failure: ModelFailure,
  { limit, restMinutes }: { limit: number; restMinutes: number },
): Promise<string | null> {
  const rest = sql`now() + ${restMinutes}::int * interval '1 minute'`;
  const { rows } = await sql<{ until: string | null }>`
    insert into ai_models as m (name, failures, resting_until, last_error, last_error_at)
    values (${model}, 1, case when ${limit}::int <= 1 then ${rest} end, ${failure.message}, now())
    on conflict (name) do update set failures = m.failures + 1, last_error = excluded.last_error, last_error_at = now(),
      resting_until = case when m.resting_until > now() then m.resting_until
        when m.failures + 1 >= ${limit}::int then ${rest} end
    returning to_json(resting_until) #>> '{}' as until`.execute(db);
  return rows[0]?.until ?? null;
}

/** Deletes up to `limit` calls made before `days` days ago; the usage of the day stays. */
export async function deleteOldCalls(db: Db, days: number, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from ai_calls where id in (
      select id from ai_calls where at < now() - ${days}::int * interval '1 day' order by at limit ${limit}
    ) returning id`.execute(db);
  return rows.length;
}
