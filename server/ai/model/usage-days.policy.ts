import { addDays } from '../../dates/date.policy.ts';
import type { UsageJson } from './usage.schema.ts';

export type DayTokens = { day: string; mail: number; chat: number; replay: number; calls: number; cost: number | null };

/** Tokens and cost of each of the last `count` days up to `today`, oldest first; a day without use has zeros. Pure. */
export function usageDays(rows: UsageJson['days'], today: string, count: number): DayTokens[] {
  const days = new Map<string, DayTokens>();
  for (let back = count - 1; back >= 0; back -= 1) {
    const day = addDays(today, -back);
    days.set(day, { day, mail: 0, chat: 0, replay: 0, calls: 0, cost: null });
  }
  for (const { day, purpose, calls, tokensIn, tokensOut, cost } of rows) {
    const one = days.get(day);
    if (!one) continue;
    one[purpose] += tokensIn + tokensOut;
    one.calls += calls;
    if (cost !== null) one.cost = (one.cost ?? 0) + Number(cost);
  }
  return [...days.values()];
}
