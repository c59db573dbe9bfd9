import { dayNumberOf } from '../../dates/date.policy.ts';
import { findDates } from '../rules/find-dates.ts';
import { findFields } from './field-words.ts';
import type { AmountField, ChatContext, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { findAmounts } from './read-amount.ts';
import { findStatuses } from './status-words.ts';
import { spanOf } from './time-spans.ts';

/** The list of packages that a question is about, by status, people, money and dates. */
export function askPackages(folded: string, text: string, named: NamedPackages, context: ChatContext): Intent {
  const args: Record<string, unknown> = {};
  const plain = folded.replace(/\b(?:supply|supplying|supplies|supplied)\b/gu, ' ');
  const fields = findFields(plain);
  const blanked = fields.reduce(
    (out, { start, end }) => out.slice(0, start) + ' '.repeat(end - start) + out.slice(end),
    plain,
  );
  const statuses = [...new Set(findStatuses(blanked).map(({ status }) => status))].filter(
    (status) => status !== 'resume',
  );
  const asksWhen =
    /\b(?:to be|be|due to be|will be|get|being|expected to be|should be)\s*(?:delivered|awarded|shipped|completed)\b|\b(?:delivered|awarded|shipped|completed|deliver(?:ing)?|arriv\w+|arrive)\b.{0,24}\b(?:before|after|by|in|between|until|during|next|this|on)\b/u.test(
      plain,
    );
  const span = spanOf(folded, context.today);
  const dated = span.before !== undefined || span.after !== undefined;
  if (statuses.length > 0 && !(asksWhen && dated)) args.status = statuses.length === 1 ? statuses[0] : statuses;
  const { people } = namePeople(text, context.world.people);
  if (people[0]) args.buyer = people[0].email;
  else if (/\b(?:my|mine|i am|i'm|am i|do i|i)\b/u.test(folded.replace(/\b(?:can|could|may|should) i\b/u, ' ')))
    args.buyer = context.user.email;
  if (named.vendors.length > 0) args.vendor = named.vendors[0];
  const currency =
    /\b(eur|usd|gbp|cny|jpy|chf|sek|nok|dkk|pln)\b/u.exec(folded)?.[1] ??
    (/\beuros?\b|€/u.test(folded)
      ? 'eur'
      : /\bpounds?\b|\bsterling\b|£/u.test(folded)
        ? 'gbp'
        : /\bdollars?\b|\$/u.test(folded)
          ? 'usd'
          : /\byuan\b|\brmb\b/u.test(folded)
            ? 'cny'
            : undefined);
  if (currency) args.currency = currency.toUpperCase();
  const type = /\b(works|services|goods) (?:packages?|contracts?|orders?)\b|\bof type (works|services|goods)\b/u.exec(
    folded,
  );
  if (type) args.type = type[1] ?? type[2];
  if (/\b(?:late|delayed|behind(?: schedule)?|slipp\w+|overdue)\b/u.test(folded)) args.late = true;
  if (/\bover budget\b|\b(?:exceeds?|above|over) (?:the |its |their )?budget\b/u.test(folded)) args.overBudget = true;
  if (dated) {
    const dateField =
      fields.find(({ field }) => field.endsWith('Date'))?.field ??
      (/\baward/u.test(plain) ? 'awardDate' : /\bbids?\b/u.test(plain) ? 'bidDueDate' : 'deliveryDate');
    const name = dateField.replace(/Date$/, '');
    if (span.before) args[`${name}Before`] = span.before;
    if (span.after) args[`${name}After`] = span.after;
  }
  const amount = findAmounts(folded, findDates(folded, { today: dayNumberOf(context.today), monthFirst: false })).find(
    (one) =>
      /\b(?:over|above|more than|exceeding|greater than|bigger than|under|below|less than|up to)\b[\s€£$a-z]{0,6}$/u.test(
        folded.slice(0, one.start),
      ),
  );
  const money: AmountField = /\bbudget/u.test(folded) ? 'budgetAmount' : 'contractAmount';
  if (amount && !amount.percent)
    args[
      /\b(?:under|below|less than|up to)\b[\s€£$a-z]{0,6}$/u.test(folded.slice(0, amount.start))
        ? 'amountBelow'
        : 'amountAbove'
    ] = amount.amount;
  const missing = /\b(?:no|without(?: a| an)?|missing(?: a| an)?|lacking(?: a)?) (?=\w)/u.exec(folded);
  const lacks = missing ? fields.find(({ start }) => start >= missing.index)?.field : undefined;
  if (lacks) args.without = lacks;
  const total = /\b(?:total|sum|altogether|combined|add up|how much)\b/u.test(folded) ? money : undefined;
  return { kind: 'read', tool: 'search_packages', args, ...(total ? { total } : {}) };
}
