import { chainEvents } from '../audit/chain-events.queries.ts';
import type { Actor } from '../actor.ts';
import { businessNow } from '../clock.ts';
import type { Db } from '../db.ts';
import { tellOverdue } from '../notifications/overdue.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { escalateBatch } from './escalation.queries.ts';

/** Tasks escalated in one transaction: long enough to be fast, short enough not to hold people's tasks locked. */
const BATCH = 10_000;

/**
 * Writes one `task_escalated` event for each open, not paused task whose due date lies before today in its project's
 * zone, exactly once per task and due date however many run at once (PRODUCT.md, Task), and tells its assignee and
 * buyer. Returns how many were new.
 */
export async function checkOverdue(db: Db, actor: Actor): Promise<{ escalated: number }> {
  requireCan(actor, 'task.write');
  const now = businessNow();
  const chain = chainEvents('task', 'task_escalated', actor);
  const told = tellOverdue();
  let escalated = 0;
  let after: string | null = null;
  for (;;) {
    const batch = await db.transaction().execute((tx) => escalateBatch(tx, { now, after, limit: BATCH, chain, told }));
    escalated += batch.escalated;
    after = batch.last;
    if (batch.seen < BATCH) return { escalated };
  }
}
