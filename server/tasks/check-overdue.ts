import { chainEvents } from '../audit/chain-events.queries.ts';
import type { Actor } from '../actor.ts';
import { businessNow } from '../clock.ts';
import type { Db } from '../db.ts';
import { tellOverdue } from '../notifications/overdue.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { escalateBatch, lockHalves } from './escalation.queries.ts';

/** Tasks escalated in one transaction: long enough to be fast, short enough not to hold people's tasks locked. */
const BATCH = 10_000;

const LOWEST = '00000000-0000-0000-0000-000000000000';
const MIDDLE = '80000000-0000-0000-0000-000000000000';
const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Writes one `task_escalated` event for each open, not paused task whose due date lies before today in its project's
 * zone, exactly once per task and due date however many run at once (PRODUCT.md, Task), and tells its assignee and
 * buyer. What is more than one batch goes on in both halves of the (random) ids at the same time: the hashing of one
 * statement keeps one core of the database busy. Returns how many were new; what was escalated before a failure stays.
 */
export async function checkOverdue(db: Db, actor: Actor): Promise<{ escalated: number }> {
  requireCan(actor, 'task.write');
  const now = businessNow();
  const chain = chainEvents('task', 'task_escalated', actor);
  const told = tellOverdue();
  const escalate = (halves: ('lower' | 'upper')[], above: string, upTo: string) =>
    db.transaction().execute(async (tx) => {
      await lockHalves(tx, halves);
      return escalateBatch(tx, { now, above, upTo, limit: BATCH, chain, told });
    });
  const escalateHalf = async (half: 'lower' | 'upper', from: string, upTo: string): Promise<number> => {
    let escalated = 0;
    for (let above: string | null = from; above !== null && above < upTo;) {
      const batch: Awaited<ReturnType<typeof escalate>> = await escalate([half], above, upTo);
      escalated += batch.escalated;
      above = batch.escalated < BATCH ? null : batch.last;
    }
    return escalated;
  };

  const first = await escalate(['lower', 'upper'], LOWEST, HIGHEST);
  if (first.escalated < BATCH || first.last === null) return { escalated: first.escalated };
  const rest = await Promise.allSettled([
    escalateHalf('lower', first.last, MIDDLE),
    escalateHalf('upper', first.last > MIDDLE ? first.last : MIDDLE, HIGHEST),
  ]);
  const counts = rest.map((half) => {
    if (half.status === 'rejected') throw half.reason;
    return half.value;
  });
  return { escalated: first.escalated + counts[0]! + counts[1]! };
}
