import type { Actor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { env } from '../../env.ts';
import { requireCan } from '../../users/require-can.ts';
import { getStanding } from './ai-usage.queries.ts';
import { chooseModel } from './model-config.ts';
import { modelState } from './open-model.ts';
import { listModelErrors, listUsageDays, listUsagePeople } from './usage.queries.ts';
import { usageInput, type UsageJson } from './usage.schema.ts';

const MOST_ERRORS = 20;

/** Which model answers, whether it rests, its budgets, usage and cost by day, its last errors. Throws `forbidden`. */
export async function readUsage(db: Db, actor: Actor, query: unknown): Promise<UsageJson> {
  requireCan(actor, 'assistant.usage');
  const { days } = usageInput.parse(query);
  const { AI_TOKENS_PER_TURN, AI_TOKENS_PER_USER_DAY, AI_TOKENS_PER_DAY } = env();
  const config = chooseModel(env());
  const [state, standing, byDay, people, errors] = await Promise.all([
    modelState(db, null),
    getStanding(db, config?.name ?? '', null),
    listUsageDays(db, days),
    listUsagePeople(db, days),
    listModelErrors(db, MOST_ERRORS),
  ]);
  const rests = !state.ready && state.reason !== 'rules';
  return {
    provider: config?.provider ?? 'rules',
    model: config?.model ?? null,
    api: config?.api ?? null,
    state: state.ready ? 'ready' : rests ? 'resting' : 'rules',
    message: rests ? state.message : null,
    until: rests ? state.until : null,
    budgets: {
      tokensPerTurn: AI_TOKENS_PER_TURN,
      tokensPerUserDay: AI_TOKENS_PER_USER_DAY,
      tokensPerDay: AI_TOKENS_PER_DAY,
      usedToday: standing.today,
    },
    days: byDay,
    people,
    errors,
  };
}
