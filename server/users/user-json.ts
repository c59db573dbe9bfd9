import type { DecisionLimit } from '../approvals/approval.policy.ts';
import { toDecimalText } from '../money/money.policy.ts';
import type { User } from './user.queries.ts';
import type { UserJson } from './user.schema.ts';

/** A decision limit as the API says it: null (the role's own), "none", "unlimited", or amount and currency. */
export function toDecisionLimitJson(limit: DecisionLimit): UserJson['decisionLimit'] {
  if (limit.kind === 'default') return null;
  if (limit.kind !== 'amount') return limit.kind;
  return { amount: toDecimalText(limit.amountMinor, limit.currency), currency: limit.currency };
}

/** A person as the API answers. */
export function toUserJson(user: User): UserJson {
  return {
    ...user,
    decisionLimit: toDecisionLimitJson(user.decisionLimit),
    createdAt: user.createdAt.toISOString(),
  };
}
