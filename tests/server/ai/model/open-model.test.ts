import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../../../../server/actor.ts';
import { failureOf, type FailureKind } from '../../../../server/ai/model/model-failure.ts';
import { modelState, openModel } from '../../../../server/ai/model/open-model.ts';
import { setEnv } from '../../../../server/env.ts';
import { createPerson } from '../../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../../setup/database.ts';

let test: TestDatabase;
let ann: UserActor;
let ben: UserActor;
const LIMITS = {
  AI_FAILURES_TO_REST: 3,
  AI_REST_MINUTES: 5,
  AI_TOKENS_PER_DAY: 0,
  AI_TOKENS_PER_USER_DAY: 0,
  AI_TOKENS_PER_TURN: 0,
  AI_PRICES: 'm=1/2/0.5',
};

beforeAll(async () => {
  test = await createTestDatabase();
  ann = await createPerson(test.db, 'Ann', 'operator');
  ben = await createPerson(test.db, 'Ben', 'operator');
});
afterAll(() => test.drop());
beforeEach(() => setEnv({ ...LIMITS, OPENAI_API_KEY: 'sk-x', OPENAI_MODEL: 'm', AI_PROVIDER: 'openai' }));
afterEach(async () => {
  setEnv({ OPENAI_API_KEY: undefined, AI_PROVIDER: 'auto' });
  await sql`delete from ai_calls`.execute(test.db);
  await sql`delete from ai_usage`.execute(test.db);
  await sql`delete from ai_models`.execute(test.db);
});

/** One call that used tokens, or failed. */
async function call(
  userId: string | null,
  { tokens = 0, kind, stopped = false }: { tokens?: number; kind?: FailureKind; stopped?: boolean } = {},
) {
  const open = await openModel(test.db, { purpose: 'chat', userId });
  if (!open.ready) return open.reason;
  const failure = kind ? failureOf(kind) : null;
  const end = { promptHash: 'p', toolsHash: null, finishReason: failure ? null : 'stop', stopped };
  await open.end({ ...end, failure, tokens: { input: tokens, output: 0, cached: 0 } });
  return 'called';
}

describe('budgets', () => {
  it('a person’s day ends his calls and nobody else’s', async () => {
    setEnv({ AI_TOKENS_PER_USER_DAY: 1000 });
    expect(await call(ann.userId, { tokens: 600 })).toBe('called');
    expect(await modelState(test.db, ann.userId)).toMatchObject({ ready: true, tokensLeft: 400 });
    expect(await call(ann.userId, { tokens: 600 })).toBe('called');
    expect(await call(ann.userId)).toBe('user_budget');
    expect(await call(ben.userId)).toBe('called');
    expect(await call(null)).toBe('called');
  });

  it('the day in all ends everybody’s, until midnight UTC', async () => {
    setEnv({ AI_TOKENS_PER_DAY: 1000 });
    expect(await call(ann.userId, { tokens: 1000 })).toBe('called');
    const state = await modelState(test.db, ben.userId);
    expect(state).toMatchObject({ ready: false, reason: 'day_budget' });
    expect((state as { until: string }).until).toMatch(/T00:00:00.000Z$/);
  });

  it('yesterday’s tokens do not count', async () => {
    setEnv({ AI_TOKENS_PER_DAY: 1000 });
    await call(ann.userId, { tokens: 1000 });
    await sql`update ai_usage set day = day - 1`.execute(test.db);
    expect(await call(ann.userId)).toBe('called');
  });

  it('usage adds up by day, person, purpose and model, with its cost', async () => {
    await call(ann.userId, { tokens: 1_000_000 });
    await call(ann.userId, { tokens: 500_000, kind: 'no_object' });
    await call(null, { tokens: 7 });
    const { rows } =
      await sql`select user_id, calls, failures, tokens_in, cost_micros from ai_usage order by tokens_in`.execute(
        test.db,
      );
    expect(rows).toEqual([
      { user_id: null, calls: 1, failures: 0, tokens_in: 7, cost_micros: 7 },
      { user_id: ann.userId, calls: 2, failures: 1, tokens_in: 1_500_000, cost_micros: 1_500_000 },
    ]);
  });
});

describe('rest', () => {
  it('a provider that fails three times in a row rests, and one failure after the rest puts it to rest again', async () => {
    for (const kind of ['timeout', 'server_error', 'network'] as const)
      expect(await call(null, { kind })).toBe('called');
    const state = await modelState(test.db, ann.userId);
    expect(state).toMatchObject({ ready: false, reason: 'resting' });
    const minutes = (Date.parse((state as { until: string }).until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(4.5);
    expect(minutes).toBeLessThanOrEqual(5.1);
    await sql`update ai_models set resting_until = now() - interval '1 second'`.execute(test.db);
    expect(await call(null, { kind: 'timeout' })).toBe('called');
    expect(await call(null)).toBe('resting');
  });

  it('a success in between begins the count anew', async () => {
    for (const kind of ['timeout', 'timeout', undefined, 'timeout', 'timeout'] as const)
      expect(await call(null, kind ? { kind } : {})).toBe('called');
    expect(await call(null)).toBe('called');
  });

  it('what a text can provoke, and a reader who leaves, put nobody to rest', async () => {
    for (const kind of ['no_object', 'cut_off', 'filtered', 'empty'] as const) await call(null, { kind });
    for (let i = 0; i < 4; i += 1) await call(null, { stopped: true });
    expect(await call(null)).toBe('called');
  });

  it('another model does not rest with it', async () => {
    for (let i = 0; i < 3; i += 1) await call(null, { kind: 'timeout' });
    expect(await call(null)).toBe('resting');
    setEnv({ OPENAI_MODEL: 'other' });
    expect(await call(null)).toBe('called');
  });
});

it('without a key nothing is asked of anybody', async () => {
  setEnv({ OPENAI_API_KEY: undefined, AI_PROVIDER: 'auto' });
  expect(await modelState(test.db, ann.userId)).toMatchObject({ ready: false, reason: 'rules', until: null });
});
