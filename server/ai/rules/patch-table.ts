import type { DateContext } from './date-patterns.ts';
import { type FieldValue, presentValue } from './fact.ts';
import { findDates } from './find-dates.ts';
import { DATE_CUES } from './patch-date-cues.ts';
import type { Sentence } from './split-sentences.ts';
import { type Cell, cellsOf } from './table-row.ts';
import type { WorldPackage } from './understanding.ts';

const NEW_COLUMN =
  /\b(?:new|now|revised|current|forecast|latest|updated|expected|estimated|neu|nuevo|nouveau|nuovo)\b/u;
const OLD_COLUMN =
  /\b(?:old|was|plan(?:ned)?|contract(?:ual)?|original|baseline|promised?|previous|po|alt|anterior)\b/u;
const MILESTONES = DATE_CUES.map(({ field }) => field);
const ON_ORDER = new Set<string>(['awarded', 'po_issued', 'in_fabrication', 'in_execution', 'shipped']);

/** The columns of a table that hold the dates of before and of now. */
export type DateColumns = { header: Sentence; now: number; before: number | null };

/** The head of a table with a column of new dates, or null: "Package | Promised | Now". */
export function dateColumns(sentence: Sentence): DateColumns | null {
  if (!sentence.row || /\d{2}/u.test(sentence.folded)) return null;
  const heads = cellsOf(sentence.text).map(({ start, end }) => sentence.folded.slice(start, end));
  const now = heads.findIndex((head) => NEW_COLUMN.test(head));
  const before = heads.findIndex((head, i) => i !== now && OLD_COLUMN.test(head));
  return now < 0 ? null : { header: sentence, now, before: before < 0 ? null : before };
}

const fieldSaid = (words: string) => DATE_CUES.find(({ pattern }) => pattern.test(words))?.field;

/**
 * The date that a row of such a table gives a package. Which milestone: what the row or the head of its column says,
 * else the one whose date stands in the old column, else the delivery of what is on order.
 */
export function dateOfRow(row: Sentence, columns: DateColumns, pkg: WorldPackage, context: DateContext): FieldValue[] {
  const cells = cellsOf(row.text);
  const heads = cellsOf(columns.header.text);
  if (!row.row || cells.length < Math.max(columns.now, columns.before ?? 0) + 1) return [];
  const said = (cell: Cell | undefined) => (cell ? row.folded.slice(cell.start, cell.end) : '');
  const dateIn = (cell: Cell | undefined) => findDates(`| ${said(cell)}`, context).at(-1)?.date ?? null;
  const value = dateIn(cells[columns.now]);
  if (value === null) return [];
  const head = heads[columns.now]!;
  const before = columns.before === null ? null : dateIn(cells[columns.before]);
  const held = MILESTONES.filter((field) => before !== null && presentValue(pkg, field) === before);
  const field =
    fieldSaid(said(cells[0])) ??
    fieldSaid(columns.header.folded.slice(head.start, head.end)) ??
    (held.length === 1 ? held[0] : undefined) ??
    (ON_ORDER.has(pkg.status) ? ('deliveryDate' as const) : undefined);
  return field ? [{ field, value }] : [];
}
