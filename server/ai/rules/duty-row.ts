import type { DateContext } from './date-patterns.ts';
import { findDates } from './find-dates.ts';
import type { MailPeople, MailPerson } from './mail-people.ts';
import { ACTION_VERB } from './request-verbs.ts';
import type { Request } from './request.ts';
import type { Sentence } from './split-sentences.ts';
import { type Cell, cellsOf } from './table-row.ts';

/** What is to be done, behind the package that it is about: "P-007: chase Polar Air". */
const ASKS = new RegExp(`^(?:[a-z]{1,8}-?\\d{1,6}\\s*[:,–-]\\s*)?(?:to |please )?${ACTION_VERB}\\b`, 'u');
const OVER = /^(?:closed|done|completed?|cancelled|n\/?a|info|for info(?:rmation)?)$/u;

/** Whoever a cell names and nothing else: one of the people, or our company as null; undefined: nobody. */
function ownerIn(cell: Cell, { text, folded }: Sentence, people: MailPeople): MailPerson | null | undefined {
  const named = people.nameAt(text, folded, cell.start);
  if (named?.end === cell.end) return named.person;
  return people.isOurs(folded.slice(cell.start, cell.end)) ? null : undefined;
}

/**
 * What a row of an action list asks: "A2 | Daniel | Confirm nozzle loads | 27/03". One cell names who, one says what,
 * and a date among the others is when. Nothing when the row is closed, or its owner is none of us.
 */
export function dutyOfRow(sentence: Sentence, people: MailPeople, context: DateContext): Request[] {
  const cells = cellsOf(sentence.text);
  const said = (cell: Cell) => sentence.folded.slice(cell.start, cell.end);
  if (cells.some((cell) => OVER.test(said(cell)))) return [];
  const owner = cells.find((cell) => ownerIn(cell, sentence, people) !== undefined);
  if (!owner) return [];
  const words = cells.filter((cell) => cell !== owner && /\p{L}{3,}.* \p{L}/u.test(cell.text));
  const what = words.find((cell) => ASKS.test(said(cell)));
  if (!what) return [];
  const who = ownerIn(owner, sentence, people) ?? null;
  const days = cells.flatMap((cell) => (cell === what ? [] : findDates(`| ${said(cell)}`, context)));
  return [
    {
      sentence,
      start: what.start,
      end: what.end,
      kind: 'request',
      who,
      pronoun: false,
      bare: false,
      weak: false,
      dates: findDates(sentence.folded, context).filter(({ start, end }) => start >= what.start && end <= what.end),
      due: days.at(-1)?.date ?? null,
    },
  ];
}
