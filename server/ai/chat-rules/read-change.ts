import type { PackageField } from '../../packages/package-fields.schema.ts';
import { PACKAGE_FIELDS } from '../../packages/package-fields.schema.ts';
import { milestoneOf } from '../../packages/package-dates.policy.ts';
import { dayNumberOf } from '../../dates/date.policy.ts';
import { findDates, type DateHit } from '../rules/find-dates.ts';
import { foldText } from '../rules/fold-text.ts';
import type { PackageIndex } from '../rules/title-words.ts';
import type { WorldPackage } from '../rules/understanding.ts';
import { readBuyer, readOthers, readVendor } from './change-words.ts';
import { findFields, type FieldHit } from './field-words.ts';
import type { Change, ChatContext } from './intent.ts';
import { vendorsNamed } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { findAmounts } from './read-amount.ts';
import { readShift, shiftDate } from '../rules/read-shift.ts';
import { findStatuses } from './status-words.ts';

/** What a sentence wants changed. `missing`: a field named without its value. `ask`: a question that must come first. */
export type ReadChange = {
  changes: Change[];
  missing: PackageField[];
  effectiveDate: string | null;
  ask: string | null;
};

type Span = { start: number; end: number };
const CODES = /(?<![\p{L}\p{N}])[a-z]{1,8}[ ]?[-–][ ]?\d{1,8}(?![\p{L}\p{N}])/gu;
const OLD = /\b(?:from|instead of|rather than|not|was|were|currently)(?: the| eur| usd| gbp| cny| €| £| \$)?\s*$/u;
const RISE = /\b(?:increas\w*|rais\w+|add|up(?:lift)?|plus|higher|grow|bump)\b/u;
const FALL = /\b(?:decreas\w*|reduc\w+|lower\w*|cut|drop|minus|less|trim|subtract|down)\b/u;
const WILL_BE = /\b(?:will|shall|going to|to be|expected|scheduled|planned|is due|are due)\b/u;
const EITHER_STATUS =
  /\bor (?:maybe |perhaps |rather |even |possibly |to |put it )*(?:on hold|awarded|cancelled|closed|planned|delivered|shipped|evaluation|po issued|hold)\b/u;
const MEANT = /\b(?:i mean|i meant|sorry|correction|no wait)\b/u;
const AFTER_AWARD = new Set([
  'awarded',
  'po_issued',
  'in_fabrication',
  'in_execution',
  'shipped',
  'partially_delivered',
  'delivered',
  'completed',
  'closed',
]);

const blank = (text: string, spans: readonly Span[]) =>
  spans.reduce((out, { start, end }) => out.slice(0, start) + ' '.repeat(end - start) + out.slice(end), text);

/** The value for a field: the first behind it and before the next field, else the last before it. */
function nearest<T extends Span>(hit: FieldHit, fields: readonly FieldHit[], values: T[]): T | null {
  const next = fields.find(({ start }) => start >= hit.end);
  const behind = values.find(({ start }) => start >= hit.end && (!next || start < next.start));
  const found = behind ?? (fields.length === 1 ? values.at(-1) : values.filter(({ end }) => end <= hit.start).at(-1));
  if (found) values.splice(values.indexOf(found), 1);
  return found ?? null;
}

/** Reads the changes that an order asks for on one package; its present values resolve "by two weeks" and "by 5 %". */
export function readChange(
  text: string,
  pkg: WorldPackage | null,
  context: ChatContext,
  index: PackageIndex,
): ReadChange {
  const folded = foldText(text);
  const changes: Change[] = [];
  const missing: PackageField[] = [];
  let ask: string | null = null;
  let effectiveDate: string | null = null;
  const set = (field: PackageField, value: Change['value']) => {
    if (!changes.some((one) => one.field === field)) changes.push({ field, value });
  };
  const codeSpans = [...folded.matchAll(CODES)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const named = vendorsNamed(folded, index);
  const plain = blank(folded, [...codeSpans, ...named]);
  const fields = findFields(plain);
  const allDates = findDates(blank(folded, codeSpans), { today: dayNumberOf(context.today), monthFirst: false });
  const dates = allDates.filter(({ start }) => !OLD.test(folded.slice(0, start)));
  const shift = readShift(blank(folded, allDates));
  const taken: Span[] = [...codeSpans, ...allDates, ...(shift ? [shift] : [])];
  const amounts = findAmounts(folded, taken).filter(({ start }) => !OLD.test(folded.slice(0, start)));
  const people = namePeople(text, context.world.people);

  if (EITHER_STATUS.test(folded) && findStatuses(plain).length > 1)
    ask = 'You name more than one status. Which one shall I propose?';
  const statusHit = readStatus(plain, fields);
  if (statusHit) set('status', statusHit.status);
  const dateFields = fields.filter(({ field }) => PACKAGE_FIELDS[field].kind === 'date');
  const freeDates = [...dates];
  const setDate = (field: PackageField, date: DateHit | null) => {
    if (date) set(field, date.date);
    else if (shift && pkg) {
      const present = pkg[field as 'deliveryDate'] ?? null;
      if (present) set(field, shiftDate(present, shift));
      else ask = `${pkg.code} has no such date yet, so it cannot be moved by that much. Which date should it be?`;
    } else if (shift) missing.push(field);
    else if (!statusHit) missing.push(field);
  };
  for (const hit of dateFields)
    setDate(hit.field, shift && dates.length === 0 ? null : nearest(hit, dateFields, freeDates));

  const moneyFields = fields.filter(({ field }) => PACKAGE_FIELDS[field].kind === 'money');
  const freeAmounts = [...amounts];
  for (const hit of moneyFields) {
    const amount = nearest(hit, moneyFields, freeAmounts);
    if (!amount) {
      if (!statusHit && !fields.some(({ field }) => field === 'currency')) missing.push(hit.field);
      continue;
    }
    const field = hit.field as 'contractAmount' | 'budgetAmount';
    const before = folded.slice(Math.max(0, amount.start - 24), amount.start);
    const by = /\bby(?: another| a further| up to)?\s*$/u.test(before) || amount.percent;
    const change =
      by || (!/\b(?:to|at|is|now|=|:|of)\s*$/u.test(before) && RISE.test(folded) && /\badd\b|\bplus\b/u.test(folded));
    if (!change) set(field, amount.amount);
    else {
      const present = pkg?.[field] ?? null;
      if (present === null)
        ask = `${pkg?.code ?? 'This package'} has no ${field === 'budgetAmount' ? 'budget' : 'contract amount'} to change by that. What should it be?`;
      else {
        const step = amount.percent ? (present * amount.amount) / 100 : amount.amount;
        set(field, Math.round((FALL.test(folded) && !RISE.test(folded) ? present - step : present + step) * 100) / 100);
      }
    }
    if (amount.currency && pkg && amount.currency !== pkg.currency && !fields.some(({ field }) => field === 'currency'))
      ask = `${pkg.code} is in ${pkg.currency}, you said ${amount.currency}. What is the amount in ${pkg.currency}?`;
  }

  readBuyer(plain, fields, people.people, context, set, missing);
  readVendor(text, folded, fields, named, statusHit?.status === 'awarded', set, missing);
  readOthers(text, folded, fields, set, missing);
  const awarding = changes.some(({ field, value }) => field === 'status' && value === 'awarded');
  if (awarding && moneyFields.length === 0 && freeAmounts[0] && !freeAmounts[0].percent) {
    set('contractAmount', freeAmounts[0].amount);
    if (freeAmounts[0].currency && pkg && freeAmounts[0].currency !== pkg.currency)
      set('currency', freeAmounts[0].currency);
  }
  if (statusHit && dateFields.length === 0 && dates[0]) {
    const milestone = statusHit.status === 'resume' ? null : milestoneOf(statusHit.status);
    // "Will be awarded on 3 April" is a forecast; the status comes when it is so.
    if (milestone && dates[0].date > context.today && WILL_BE.test(folded))
      changes.splice(
        changes.findIndex(({ field }) => field === 'status'),
        1,
        { field: milestone, value: dates[0].date },
      );
    else effectiveDate = dates[0].date;
  }
  if (
    dates.length > 1 &&
    /\bor (?:maybe |perhaps |even |possibly |on |the |by )*\d/u.test(folded.slice(dates[0]!.start))
  )
    ask = 'You name more than one date. Which one shall I propose?';
  const old = pkg && changes.length === 0 && missing.length === 0 ? milestoneReplaced(folded, allDates, pkg) : null;
  if (old && dates[0]) set(old, dates[0].date);
  if (changes.length === 0 && missing.length === 0 && !ask && (dates.length > 0 || shift)) {
    if (pkg && AFTER_AWARD.has(pkg.status)) setDate('deliveryDate', dates[0] ?? null);
    else ask = 'Which date should move: RFQ issue, bid due, award, PO issue, FAT or delivery?';
  }
  if (changes.length === 0 && missing.length === 0 && !ask && amounts[0] && !amounts[0].percent)
    ask = 'Which amount do you mean: the budget or the contract amount?';
  if (people.level.length > 0 && fields.some(({ field }) => field === 'buyer'))
    ask = `Who do you mean: ${people.level.map(({ name }) => name).join(' or ')}?`;
  return {
    changes,
    missing: missing.filter((field) => !changes.some((one) => one.field === field)),
    effectiveDate,
    ask,
  };
}

const MILESTONES = ['rfqIssueDate', 'bidDueDate', 'awardDate', 'poIssueDate', 'fatDate', 'deliveryDate'] as const;

/** Whether a sentence puts one date in the place of another: "28 April instead of 24 April". */
export const replacesDate = (folded: string): boolean =>
  /\d.*\b(?:instead of|rather than|not) (?:the |on |by )*(?:\d|[a-z]+ \d)/u.test(folded);

/** The one milestone whose present date is said to hold no longer. */
function milestoneReplaced(folded: string, dates: readonly DateHit[], pkg: WorldPackage): PackageField | null {
  const gone = dates.filter(({ start }) => OLD.test(folded.slice(0, start)));
  const fields = MILESTONES.filter((field) => gone.some(({ date }) => pkg[field] === date));
  return fields.length === 1 ? fields[0]! : null;
}

/** The status an order leads to: the last one said that is not where it comes from. */
function readStatus(plain: string, fields: readonly FieldHit[]) {
  // Issuing the RFQ or the order is a status; its date is named as such.
  const issuing =
    /^(?:please )?(?:issue|send out|release|place) (?:the |an? )?(?:rfq|po|order|purchase order)\b(?! date)/u.test(
      plain,
    );
  const masked = blank(
    plain,
    fields
      .filter(({ field }) => !(issuing && /^(?:rfq|po)IssueDate$/.test(field)))
      .filter(
        ({ field }) =>
          field !== 'awardDate' ||
          /date|milestone|\baward (?:should|must|needs?|has|will|shall|moves?|slips?|goes|shifts?|is|by|on)\b|\bthe award\b(?! to [a-z])|\b(?:move|push|delay|shift|postpone|change)\b.{0,30}\baward\b/u.test(
            plain,
          ),
      ),
  );
  const hits = findStatuses(masked).filter(
    ({ start }, _at, all) =>
      !(
        all.length > 1
          ? /\b(?:from|not|was|instead of|currently)(?: in)?\s*$/u
          : /\b(?:from|not|instead of|currently)(?: in)?\s*$/u
      ).test(plain.slice(0, start)),
  );
  // "close the bids received package": the order's own verb or what follows to/as/on counts first.
  const led = hits.find(({ start }) =>
    /(?:\b(?:to|as|into|on|is|are|now|been|status|=)|:|→|->)\s*(?:back to |the |fully |all |now |in )*$/u.test(
      plain.slice(0, start),
    ),
  );
  if (hits.length > 1 && MEANT.test(plain)) return hits.at(-1)!;
  return led ?? hits[0] ?? null;
}
