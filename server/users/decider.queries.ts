import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { Role } from './role.policy.ts';

/** What the approval policy needs to know of a person. Amounts are minor units. */
export type DeciderFacts = {
  id: string;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  limitKind: 'default' | 'none' | 'unlimited' | 'amount';
  limitAmount: number | null;
  limitCurrency: string | null;
  pendingTurns: number;
};

/** Everybody with a decision limit of their own or by role, and the people named in `also`; at most 1,000. */
export async function listDeciderFacts(db: Db | Tx, also: readonly string[] = []): Promise<DeciderFacts[]> {
  const { rows } = await sql<DeciderFacts>`
    select u.id, u.name, u.email, u.role, u.active, u.decision_limit_kind as "limitKind",
      u.decision_limit_amount as "limitAmount", u.decision_limit_currency as "limitCurrency",
      (select count(*)::int from approvals a where a.turn_user_id = u.id and a.status = 'pending') as "pendingTurns"
    from users u
    where u.active and (u.decision_limit_kind in ('unlimited', 'amount')
      or (u.decision_limit_kind = 'default' and u.role = 'admin')) or u.id = any(${also}::uuid[])
    order by u.name, u.id limit 1000`.execute(db);
  return rows;
}
