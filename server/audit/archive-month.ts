import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { type Head, listHeadsAfter, listHeadsBefore, listMonthEvents } from './archive.queries.ts';
import { AUDIT_FILE_FORMAT, headLine, linesHash } from './audit-file.ts';

const PAGE = 2000;

const text = (lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

async function* headPages(list: (last: Head | null) => Promise<Head[]>): AsyncGenerator<Head[]> {
  for (let last: Head | null = null; ;) {
    const page = await list(last);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    last = page.at(-1) ?? null;
  }
}

async function* monthLines(tx: Tx, month: string): AsyncGenerator<string> {
  yield text([{ type: 'header', format: AUDIT_FILE_FORMAT, exportedAt: new Date().toISOString(), month }]);
  for await (const page of headPages((last) => listHeadsBefore(tx, month, last, PAGE)))
    yield text(page.map((head) => ({ type: 'before', ...head })));
  const trail = linesHash();
  let events = 0;
  for (let lastId = 0; ;) {
    const page = await listMonthEvents(tx, month, lastId, PAGE);
    for (const { hash } of page) trail.add(hash);
    events += page.length;
    yield text(page.map(({ prevHash, hash, body }) => ({ type: 'event', prevHash, hash, body })));
    if (page.length < PAGE) break;
    lastId = page.at(-1)!.id;
  }
  const heads = linesHash();
  let entities = 0;
  for await (const page of headPages((last) => listHeadsAfter(tx, month, last, PAGE))) {
    for (const head of page) heads.add(headLine(head));
    entities += page.length;
  }
  yield text([{ type: 'end', events, entities, headsHash: heads.digest(), trailHash: trail.digest() }]);
}

/** The first day of a month given as `2026-01`; throws `invalid`. */
export function firstOfMonth(month: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new DomainError('invalid', `"${month}" is not a month: write it like 2026-01.`);
  return `${month}-01`;
}

/**
 * One month of the trail (UTC) as JSON Lines, of one snapshot: where its entities' chains stood before, each event with
 * the text that was hashed, and where they stood at the end. `pmis audit verify FILE` reads it. It holds every event's
 * words, those of hidden bids too.
 */
export async function* archiveMonth(db: Db, month: string): AsyncGenerator<string> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    await sql`select set_config('statement_timeout', '0', true)`.execute(tx);
    yield* monthLines(tx, firstOfMonth(month));
    await tx.commit().execute();
  } finally {
    if (!tx.isCommitted) await tx.rollback().execute();
  }
}
