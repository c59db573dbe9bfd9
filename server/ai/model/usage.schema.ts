import { z } from 'zod';
import { strictInput } from '../../lists/list.schema.ts';

/** Query of `GET /api/assistant/usage`: how many days back, today (UTC) among them. */
export const usageInput = strictInput({ days: z.coerce.number().int().min(1).max(366).default(30) });

const count = z.int();
/** US dollars as decimal text with six places; null while AI_PRICES has no price of the model. */
const cost = z.string().nullable();

const used = {
  calls: count,
  failures: count,
  tokensIn: count,
  tokensOut: count,
  /** Part of tokensIn that the provider had in its cache. */
  tokensCached: count,
  cost,
};

/** Which model answers, how it stands, what it used and cost. Never a key. */
export const usageOutput = z.object({
  provider: z.enum(['azure', 'openai', 'anthropic', 'rules']),
  model: z.string().nullable(),
  api: z.enum(['responses', 'chat', 'messages']).nullable(),
  state: z.enum(['rules', 'ready', 'resting']),
  /** Why it rests, and until when. */
  message: z.string().nullable(),
  until: z.string().nullable(),
  budgets: z.object({
    /** 0: no limit. */
    tokensPerTurn: count,
    tokensPerUserDay: count,
    tokensPerDay: count,
    usedToday: count,
  }),
  days: z.array(z.object({ day: z.string(), purpose: z.enum(['mail', 'chat', 'replay']), model: z.string(), ...used })),
  people: z.array(z.object({ user: z.string(), name: z.string(), ...used })),
  errors: z.array(
    z.object({ at: z.string(), model: z.string(), purpose: z.string(), failure: z.string(), message: z.string() }),
  ),
});
export type UsageJson = z.output<typeof usageOutput>;
