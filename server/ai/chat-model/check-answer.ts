import { foldText } from '../rules/fold-text.ts';

/** What the words of a model are checked against. */
export type Checked = {
  /** What the person asked, now and before, and what was answered. */
  said: string;
  /** What tools gave in this turn, as text. */
  read: string;
  /** Prefixes of our codes: P, WP, AR, T. */
  prefixes: ReadonlySet<string>;
  made: { task: boolean; proposal: boolean };
};

export type Verdict = {
  text: string;
  /** Why the text may not stand at all; null when it may. */
  wrong: 'unread_rows' | 'not_done' | null;
  /** What was taken out. */
  dropped: string[];
};

const CODE = /(?<![\p{L}\p{N}_/-])([A-Z]{1,8})-(\d{1,8})(?![\p{L}\p{N}-])/gu;
const QUOTE = /[“"„]([^“”"„\n]{20,800})[”"“]/gu;
const ADVERB = '(?:just |now |already |also |successfully |hereby )*';
const NEVER = new RegExp(
  `\\b(?:i|we)(?:'ve| have|’ve)? ${ADVERB}(?:approved?|rejected?|signed off|deleted?|removed|sent|e-?mailed|notified|called|paid|ordered|executed|ran)\\b|^${ADVERB}(?:approved|rejected|deleted|sent|e-?mailed|paid)\\b(?! (?:by|on|for|at|in|approvals?|packages?|tasks?|proposals?|changes?)\\b)`,
  'imu',
);
const WRITES = new RegExp(
  `\\b(?:i|we)(?:'ve| have|’ve)? ${ADVERB}(?:created?|added|assigned|scheduled|proposed|changed|updated|set|moved|marked|put|awarded|recorded|cancelled|filed)\\b|^${ADVERB}(?:created|added|proposed|updated|changed|moved|marked|scheduled)\\b(?! by\\b)|^\\s*(?:all )?done[.!]*\\s*$`,
  'imu',
);

const plain = (text: string) =>
  foldText(text)
    .replace(/\\[nrt"]/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Codes of ours that a text names. */
export function codesIn(text: string, prefixes: ReadonlySet<string>): string[] {
  const found = [...text.matchAll(CODE)].filter(([, prefix]) => prefixes.has(prefix!)).map(([code]) => code);
  return [...new Set(found)];
}

/**
 * Checks what a model says against what was done and read: a row that was not read in this turn, or a deed that was not
 * done, makes the whole text wrong; a quote that stands nowhere is dropped.
 */
export function checkAnswer(text: string, { said, read, prefixes, made }: Checked): Verdict {
  const dropped: string[] = [];
  const known = `${said}\n${read}`;
  if (NEVER.test(text) || (WRITES.test(text) && !made.task && !made.proposal))
    return { text: '', wrong: 'not_done', dropped: ['a deed that was not done'] };
  if (codesIn(text, prefixes).some((code) => !known.includes(code)))
    return { text: '', wrong: 'unread_rows', dropped: ['rows that were not read'] };
  const record = plain(known);
  const checked = text.replace(QUOTE, (whole: string, quote: string) => {
    if (quote.trim().split(/\s+/).length < 4 || record.includes(plain(quote))) return whole;
    dropped.push('a quote that is not in the record');
    return '(a quote that is not in the record was dropped)';
  });
  return { text: checked.trim(), wrong: null, dropped };
}
