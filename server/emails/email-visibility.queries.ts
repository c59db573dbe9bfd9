import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../actor.ts';
import { BID_STATUSES } from './email.policy.ts';

/**
 * Whether the actor reads the message of row `e` (alias of emails), as a condition: every list, search, detail and
 * download carries it, and it is true or false, never null. The rule is `canReadEmail` in email.policy.ts.
 */
export function visibleTo(actor: Actor): RawBuilder<boolean> {
  if (actor.kind === 'system') return sql<boolean>`true`;
  const statuses = sql`array[${sql.join(BID_STATUSES.map((status) => sql.lit(status)))}]`;
  return sql<boolean>`(not e.outside or e.received_by is not distinct from ${actor.userId}::uuid
    or ${actor.email.toLowerCase()} = any(e.addressees)
    or exists (select from users reader where reader.id = ${actor.userId}::uuid and reader.active
      and (reader.decision_limit_kind in ('unlimited', 'amount')
        or (reader.decision_limit_kind = 'default' and reader.role = 'admin')))
    or not exists (select from email_links bl join packages bp on bp.id = bl.package_id
      where bl.email_id = e.id and bl.status <> 'removed'
        and (bp.status = any(${statuses}) or (bp.status = 'on_hold' and bp.held_from = any(${statuses})))
        and bp.buyer_id is distinct from ${actor.userId}::uuid
        and not exists (select from package_people pp where pp.package_id = bp.id and pp.user_id = ${actor.userId}::uuid)))`;
}
