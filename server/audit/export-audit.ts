import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db, Tx } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { listEventsForExport } from './audit-export.queries.ts';
import { type Head, listArchivedHeads } from './archive.queries.ts';
import { AUDIT_FILE_FORMAT, headLine, linesHash } from './audit-file.ts';
import { listCheckpointHeads, listCheckpointsAfter } from './checkpoint.queries.ts';
import { listHeads } from './head.queries.ts';
import { ENTITY_TYPES } from './record-event.ts';

const PAGE = 2000;

/** Calls `next` with the last item of the page before until a page is not full, and yields the pages. */
async function* pages<T>(next: (last: T | null) => Promise<T[]>): AsyncGenerator<T[]> {
  let last: T | null = null;
  for (;;) {
    const page: T[] = await next(last);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    last = page.at(-1) ?? null;
  }
}

const text = (lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

async function* checkpointLines(tx: Tx): AsyncGenerator<string> {
  for await (const checkpoints of pages((last: { id: number } | null) =>
    listCheckpointsAfter(tx, last?.id ?? 0, PAGE),
  )) {
    for (const checkpoint of checkpoints) {
      yield text([{ type: 'checkpoint', ...checkpoint }]);
      const heads = pages((last: { entityType: string; entityId: string } | null) =>
        listCheckpointHeads(tx, checkpoint.id, last, PAGE),
      );
      for await (const page of heads) yield text(page.map((head) => ({ type: 'head', ...head })));
    }
  }
}

/** Hash and number of the heads in the entities' rows: what the last events of a complete file must come to. */
async function hashHeads(tx: Tx): Promise<{ entities: number; headsHash: string }> {
  const hash = linesHash();
  let entities = 0;
  for (const entityType of ENTITY_TYPES) {
    for await (const page of pages((last: { id: string } | null) =>
      listHeads(tx, entityType, last?.id ?? null, PAGE),
    )) {
      for (const { id, seq, hash: head } of page) hash.add(headLine({ entityType, entityId: id, seq, hash: head }));
      entities += page.length;
    }
  }
  return { entities, headsHash: hash.digest() };
}

async function* exportLines(tx: Tx, actor: Actor): AsyncGenerator<string> {
  yield text([{ type: 'header', format: AUDIT_FILE_FORMAT, exportedAt: new Date().toISOString() }]);
  for await (const page of pages((last: Head | null) => listArchivedHeads(tx, last, PAGE)))
    yield text(page.map((head) => ({ type: 'before', ...head })));
  yield* checkpointLines(tx);
  const trail = linesHash();
  let events = 0;
  for await (const page of pages((last: { id: number } | null) =>
    listEventsForExport(tx, actor, last?.id ?? 0, PAGE),
  )) {
    for (const event of page) trail.add(event.hash);
    events += page.length;
    yield text(
      page.map(({ body, prevHash, hash, id, entityType, entityId, seq }) =>
        body === null
          ? { type: 'withheld', id, entityType, entityId, seq, prevHash, hash }
          : { type: 'event', prevHash, hash, body },
      ),
    );
  }
  const heads = await hashHeads(tx);
  yield text([{ type: 'end', events, ...heads, trailHash: trail.digest() }]);
}

/**
 * The whole trail as JSON Lines, of one snapshot, in chunks of constant size: a header, where the chains of
 * archived months ended, the checkpoints with their heads, each event as `{prevHash, hash, body}` with `body` the hashed text verbatim, and an end line that tells a cut
 * file. An event that quotes a bid which the actor may not read is `withheld`: its place in the chain stays checkable.
 * `pmis audit verify FILE` reads it without a database. Throws `forbidden` at the first chunk.
 */
export async function* exportAudit(db: Db, actor: Actor): AsyncGenerator<string> {
  requireCan(actor, 'audit.export');
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    await sql`select set_config('statement_timeout', '0', true)`.execute(tx);
    yield* exportLines(tx, actor);
    await tx.commit().execute();
  } finally {
    if (!tx.isCommitted) await tx.rollback().execute();
  }
}
