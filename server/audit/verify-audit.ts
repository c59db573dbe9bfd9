import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import {
  findEmptyChains,
  getSuspectEvent,
  lockVerification,
  type SuspectEvent,
  walkChains,
} from './audit-verify.queries.ts';
import { findBrokenCheckpoint, findLostCheckpointHead } from './checkpoint.queries.ts';
import { nameOfEntity } from './head.queries.ts';

/** The first thing that is wrong with the trail. `eventId` is null where no event is left to point at. */
export type AuditProblem = {
  eventId: number | null;
  eventType: string | null;
  entityType: string | null;
  entityId: string | null;
  /** Code, address or name of the entity. */
  code: string | null;
  what: string;
};

export type AuditReport = {
  ok: boolean;
  events: number;
  entities: number;
  checkpoints: number;
  problems: number;
  first: AuditProblem | null;
  milliseconds: number;
};

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function changedFields(event: SuspectEvent): string[] {
  const [written, columns] = [parse(event.body), parse(event.expectedBody)];
  if (!written || !columns) return [];
  const keys = [...new Set([...Object.keys(written), ...Object.keys(columns)])];
  return keys.filter((key) => JSON.stringify(written[key]) !== JSON.stringify(columns[key]));
}

/** What is wrong with an event, as a sentence. */
function explain(event: SuspectEvent): string {
  if (event.hash !== event.expectedHash) {
    return event.body === event.expectedBody
      ? 'its hash is not the hash of its text: hash or prev_hash was changed'
      : 'its text does not have its hash: the body was changed';
  }
  if (event.body !== event.expectedBody) {
    const fields = changedFields(event);
    return `its columns no longer say what was hashed: ${fields.join(', ') || 'body'} was changed`;
  }
  const expectedSeq = (event.previousSeq ?? 0) + 1;
  if (event.seq > expectedSeq) {
    const missing = event.seq - expectedSeq;
    return `${missing} event${missing === 1 ? '' : 's'} before it (number ${expectedSeq}${missing === 1 ? '' : ` to ${event.seq - 1}`}) was removed`;
  }
  if (event.seq < expectedSeq)
    return `its number ${event.seq} is taken by another event: one of them was inserted by hand`;
  if (event.prevHash !== (event.previousHash ?? ''))
    return 'it does not follow the event before it: that one was replaced';
  if (event.headSeq === null) return 'the row of its entity is gone, or its head was reset';
  if (event.headSeq > event.seq)
    return `${event.headSeq - event.seq} event(s) after it, up to number ${event.headSeq}, were removed`;
  if (event.headSeq < event.seq) return `the entity's row ends at number ${event.headSeq}: it was inserted by hand`;
  return 'the head in the entity’s row is not its hash: one of them was changed';
}

async function problemOf(tx: Tx, eventId: number): Promise<AuditProblem> {
  const event = await getSuspectEvent(tx, eventId);
  if (!event)
    return { eventId, eventType: null, entityType: null, entityId: null, code: null, what: 'it cannot be read' };
  const { eventType, entityType, entityId } = event;
  return {
    eventId,
    eventType,
    entityType,
    entityId,
    code: await nameOfEntity(tx, entityType, entityId),
    what: explain(event),
  };
}

async function checkpointProblems(
  tx: Tx,
): Promise<{ checkpoints: number; problems: number; first: AuditProblem | null }> {
  const chain = await findBrokenCheckpoint(tx);
  const lost = await findLostCheckpointHead(tx);
  const problems = chain.broken + (lost?.count ?? 0);
  const nothing = { eventId: null, eventType: null };
  if (chain.day) {
    const why = chain.linked ? 'its hash is not that of its heads' : 'it does not follow the checkpoint before it';
    const what = `the checkpoint of ${chain.day} was changed: ${why}`;
    return { ...chain, problems, first: { ...nothing, entityType: null, entityId: null, code: null, what } };
  }
  if (!lost) return { ...chain, problems, first: null };
  const what = `the checkpoint of ${lost.day} saw its event number ${lost.seq}, which was removed or rewritten since`;
  const code = await nameOfEntity(tx, lost.entityType, lost.entityId);
  return {
    ...chain,
    problems,
    first: { ...nothing, entityType: lost.entityType, entityId: lost.entityId, code, what },
  };
}

type VerifyOptions = {
  /** Hears each phase's name. */
  onProgress?: (phase: string) => void;
  /** Gives up after so many milliseconds (`unavailable`), and while another limited run is under way (`conflict`). */
  limitMs?: number;
};

/** Whether PostgreSQL stopped a statement because its time was up. */
const outOfTime = (error: unknown) => error instanceof Error && 'code' in error && error.code === '57014';

/**
 * Verifies the whole audit trail on one snapshot: every event's columns, text, hash, predecessor and number, the heads
 * in the entities' rows (a removed tail), and the checkpoints. Changes nothing.
 */
export async function verifyAudit(db: Db, options: VerifyOptions = {}): Promise<AuditReport> {
  try {
    return await walkTrail(db, options);
  } catch (error) {
    if (options.limitMs === undefined || !outOfTime(error)) throw error;
    const seconds = Math.round(options.limitMs / 1000);
    throw new DomainError(
      'unavailable',
      `The trail is too long to verify here within ${seconds} seconds. Run “pmis audit verify” on the server.`,
    );
  }
}

/** The time that the next statement may take: what is left of the run's. */
async function limitTime(tx: Tx, started: number, limitMs: number | undefined): Promise<void> {
  const left = limitMs === undefined ? 0 : Math.max(1, Math.round(limitMs - (performance.now() - started)));
  await sql`select set_config('statement_timeout', ${String(left)}, true)`.execute(tx);
}

async function walkTrail(db: Db, { onProgress, limitMs }: VerifyOptions): Promise<AuditReport> {
  const started = performance.now();
  const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return transaction.execute(async (tx) => {
    await sql`select set_config('work_mem', '256MB', true)`.execute(tx);
    if (limitMs !== undefined && !(await lockVerification(tx))) {
      throw new DomainError('conflict', 'The trail is being verified already. Try again in a moment.');
    }
    onProgress?.('Walking the chains');
    await limitTime(tx, started, limitMs);
    const walk = await walkChains(tx);
    onProgress?.('Comparing the heads');
    await limitTime(tx, started, limitMs);
    const empty = await findEmptyChains(tx);
    onProgress?.('Recomputing the checkpoints');
    await limitTime(tx, started, limitMs);
    const checkpoints = await checkpointProblems(tx);
    let first = walk.firstId === null ? null : await problemOf(tx, walk.firstId);
    if (!first && empty) {
      const what = `its row counts ${empty.seq} event(s) and none is left: they were removed`;
      const code = await nameOfEntity(tx, empty.entityType, empty.entityId);
      first = { eventId: null, eventType: null, entityType: empty.entityType, entityId: empty.entityId, code, what };
    }
    first ??= checkpoints.first;
    return {
      ok: first === null,
      events: walk.events,
      entities: walk.entities,
      checkpoints: checkpoints.checkpoints,
      problems: walk.problems + (empty?.count ?? 0) + checkpoints.problems,
      first,
      milliseconds: Math.round(performance.now() - started),
    };
  });
}
