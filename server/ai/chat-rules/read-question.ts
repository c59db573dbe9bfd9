import { addDays, dayNumberOf, fromDayNumber } from '../../dates/date.policy.ts';
import type { PackageField } from '../../packages/package-fields.schema.ts';
import { findDates } from '../rules/find-dates.ts';
import { foldText } from '../rules/fold-text.ts';
import { findFields } from './field-words.ts';
import type { AmountField, ChatContext, Facet, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { APPROVAL, MAIL, MANY, TASKS, TIMELINE } from './question-cues.ts';
import { findAmounts } from './read-amount.ts';
import { findStatuses } from './status-words.ts';

/** The date since when, in a folded text: the past is meant ("since Monday" is last Monday). */
export function readSince(folded: string, today: string): string | null {
  const span = /\b(?:last|past|previous) (\d{1,3}|few|couple of)? ?(day|week|month)s?\b/u.exec(folded);
  if (span) {
    const count = span[1] === undefined ? 1 : /^\d/.test(span[1]) ? Number(span[1]) : 3;
    return addDays(today, -count * (span[2] === 'day' ? 1 : span[2] === 'week' ? 7 : 30));
  }
  const day = dayNumberOf(today);
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  if (/\bthis week\b/u.test(folded)) return fromDayNumber(day - weekday + 1);
  if (/\bthis month\b/u.test(folded)) return `${today.slice(0, 8)}01`;
  const [hit] = findDates(folded, { today: day, monthFirst: false });
  if (!hit) return null;
  let at = dayNumberOf(hit.date);
  if (hit.kind === 'weekday') while (at > day) at -= 7;
  return at > day ? null : fromDayNumber(at);
}

const WORDS_OF_QUESTION = new Set(
  'what which who when where why how did does do is are was were has have had the a an of for from in on at to by with about regarding re concerning us we our me my i you they their he she it its any anything latest last recent recently new show find search list give tell get all mail mails email emails message messages wrote write writes written say says said saying correspondence letter letters reply replied replies vendor supplier told mention mentions mentioned hear heard back and or please their that this there be been package packages since week month yesterday today promised promise promises claim claims ask asked asks look up me something re so far been informed inform according respond responded'.split(
    ' ',
  ),
);

/** What mail shall be about: the words that neither ask nor name the package or vendor. */
function topicOf(folded: string, named: NamedPackages, titleWords: string): string {
  const about = /\b(?:about|regarding|on|concerning|mention(?:s|ed)?|of)\b(.*)$/u.exec(folded)?.[1] ?? folded;
  const drop = foldText(`${named.vendors.join(' ')} ${titleWords}`);
  const words = (about.match(/[\p{L}][\p{L}\p{N}-]*/gu) ?? []).filter(
    (word) =>
      word.length > 2 && !WORDS_OF_QUESTION.has(word) && !drop.includes(word) && !/^[a-z]{1,3}-\d+$/u.test(word),
  );
  return [...new Set(words)].slice(0, 8).join(' ');
}

/** The dates that a list is limited to: "before June", "next week", "between 1 and 15 May". */
function window(folded: string, today: string): { before?: string; after?: string } {
  const day = dayNumberOf(today);
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  if (/\bnext week\b/u.test(folded))
    return { after: fromDayNumber(day - weekday + 8), before: fromDayNumber(day - weekday + 14) };
  if (/\bthis week\b/u.test(folded))
    return { after: fromDayNumber(day - weekday + 1), before: fromDayNumber(day - weekday + 7) };
  const month = /\b(this|next) month\b/u.exec(folded)?.[1];
  const named =
    /\b(before|after|in|by|until|during|since|from|end of|for)(?: the end of)? (january|february|march|april|may|june|july|august|september|october|november|december)\b(?: (20\d\d))?/u.exec(
      folded,
    );
  const edge = (year: number, at: number) => new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10);
  if (month || named) {
    const [year, now] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
    const names = 'january february march april may june july august september october november december'.split(' ');
    const at = named ? names.indexOf(named[2]!) : now + (month === 'next' ? 1 : 0);
    const ofYear = named?.[3] ? Number(named[3]) : named && at < now - 3 ? year + 1 : year;
    const word = named?.[1] ?? 'in';
    if (word === 'before') return { before: addDays(edge(ofYear, at), -1) };
    if (word === 'after') return { after: edge(ofYear, at + 1) };
    if (word === 'since' || word === 'from') return { after: edge(ofYear, at) };
    if (word === 'by' || word === 'until' || word === 'end of') return { before: addDays(edge(ofYear, at + 1), -1) };
    return { after: edge(ofYear, at), before: addDays(edge(ofYear, at + 1), -1) };
  }
  const dates = findDates(folded, { today: day, monthFirst: false });
  if (dates.length >= 2 && /\bbetween\b|\bfrom\b.*\bto\b/u.test(folded))
    return { after: dates[0]!.date, before: dates[1]!.date };
  const [hit] = dates;
  if (!hit) return {};
  if (/\b(?:after|later than|from|since|past)(?: the)? *$/u.test(folded.slice(0, hit.start)))
    return { after: hit.date };
  if (/\b(?:on)(?: the)? *$/u.test(folded.slice(0, hit.start)) || hit.kind === 'near')
    return { after: hit.date, before: hit.date };
  return { before: hit.date };
}

const me = (folded: string) => /\b(?:my|mine|me|i|i'm|myself|i am|i've)\b/u.test(folded);

function approvals(folded: string, text: string, named: NamedPackages, context: ChatContext): Intent {
  const codes = [...folded.matchAll(/\bar-\d+\b/gu)].map(([code]) => code.toUpperCase());
  const person = namePeople(text, context.world.people).people[0];
  const args: Record<string, unknown> = {};
  if (codes.length > 0) args.code = codes[0];
  if (named.codes[0]) args.package = named.codes[0];
  const history = /\b(?:history|all|ever|past|so far|last month|been)\b/u.test(folded);
  if (/\b(?:rejected|declined|turned down|reject)\b/u.test(folded)) args.status = 'rejected';
  else if (
    /\b(?:was|were|been|did|recently|already|got|have|has) .{0,40}\bapproved?\b|\bapproved\b|\bapplied\b|\bdecided\b/u.test(
      folded,
    ) &&
    !/\b(?:pending|waiting|needs?|must|has to|have to|to be)\b/u.test(folded)
  )
    args.status = 'applied';
  else if (/\bwithdrawn\b/u.test(folded)) args.status = 'withdrawn';
  else if (/\bexpired\b/u.test(folded)) args.status = 'expired';
  else if (codes.length === 0 && !history) args.status = 'pending';
  const mineAsked =
    /\b(?:i|my|me)\b.{0,20}\b(?:requested|proposed|proposals?|requests?|raised|submitted)\b|\b(?:my|own) (?:proposals?|requests?)\b/u.test(
      folded,
    );
  if (person) {
    if (
      /\b(?:requested|proposed|raised|submitted|asked|by)\b/u.test(folded) &&
      !/\bapproved by\b|\bdecided by\b/u.test(folded)
    )
      args.requestedBy = person.email;
    else args.approver = person.email;
  } else if (mineAsked) args.requestedBy = 'me';
  else if (
    /\b(?:for|on|by|need|needs|from) (?:me|my)\b|\bmy (?:approval|decision|turn|sign)|\b(?:i|me) (?:have|need|must|should|can) (?:to )?(?:approve|decide|sign)|\bdo i (?:have|need)\b|\bam i\b|\bmy approvals?\b/u.test(
      folded,
    )
  )
    args.approver = context.user.email;
  if (args.package && codes.length > 0) delete args.package;
  return { kind: 'read', tool: 'list_approvals', args };
}

function tasks(folded: string, text: string, named: NamedPackages, context: ChatContext): Intent {
  const args: Record<string, unknown> = {};
  const code = /\bt-\d+\b/u.exec(folded)?.[0].toUpperCase();
  if (code) return { kind: 'read', tool: 'list_tasks', args: { code } };
  if (/\boverdue\b|\blate\b|\bbehind\b|\bpast due\b|\bmissed\b/u.test(folded)) args.overdue = true;
  const { people, level } = namePeople(text, context.world.people);
  if (people[0]) args.assignee = people[0].email;
  else if (level.length > 0)
    return { kind: 'clarify', ask: `Whose tasks: ${level.map(({ name }) => name).join(' or ')}?`, candidates: [] };
  else if (
    me(
      folded
        .replace(/\b(?:show|give|tell|get|send) me\b|^(?:list|show|find|check|count|sum)\b.*\bfor me\b/u, ' ')
        .replace(/\b(?:can|could|may) i\b/u, ' '),
    )
  )
    args.assignee = context.user.email;
  if (named.codes[0]) args.package = named.codes[0];
  if (/\b(?:done|completed|finished|closed)\b/u.test(folded)) args.status = 'done';
  else if (/\bblocked\b/u.test(folded)) args.status = 'blocked';
  else if (/\bin progress\b/u.test(folded)) args.status = 'in_progress';
  else if (/\bcancelled\b/u.test(folded)) args.status = 'cancelled';
  else if (!/\ball\b.{0,12}\btasks?\b.{0,20}\bever\b/u.test(folded)) args.status = 'open';
  const { before, after } = window(folded, context.today);
  if (before) args.dueBy = before;
  if (after && before && after > context.today) args.dueFrom = after;
  return { kind: 'read', tool: 'list_tasks', args };
}

function packages(folded: string, text: string, named: NamedPackages, context: ChatContext): Intent {
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
  const span = window(folded, context.today);
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

/** What of a package a question is about. */
export function facetsOf(folded: string): Facet[] {
  const facets: Facet[] = findFields(folded).map(({ field }) => field as PackageField);
  if (/\bstatus\b|\bstage\b|\bwhere (?:are|is|do) (?:we|it)\b|\bstand\b|\bprogress\b/u.test(folded))
    facets.push('status');
  if (/\blate\b|\bdelayed\b|\bon time\b|\bslip\w*\b|\bdelay\b/u.test(folded)) facets.push('late', 'deliveryDate');
  if (/\bfloat\b/u.test(folded)) facets.push('float');
  if (/\bwhen\b.*\b(?:arriv\w*|deliver\w*|here|come|coming|get)\b|\bhow long\b|\beta\b/u.test(folded))
    facets.push('deliveryDate');
  if (/\bwhen\b.*\baward/u.test(folded)) facets.push('awardDate');
  if (/\bhow much\b|\bworth\b|\bexpensive\b/u.test(folded)) facets.push('contractAmount', 'budgetAmount');
  if (/\bwho\b.*\b(?:suppl\w+|delivers?|makes?|builds?)\b/u.test(folded)) facets.push('vendor');
  if (/\bwho\b.*\b(?:buys?|buying|responsible|owns?|in charge|handles?|looks? after)\b/u.test(folded))
    facets.push('buyer');
  if (/\bbudget\b/u.test(folded) && /\bcontract\b|\b(?:under|over|above|below|within)\b/u.test(folded))
    facets.push('budgetAmount', 'contractAmount', 'margin');
  if (facets.includes('contractAmount') && !facets.includes('budgetAmount') && /\bbudget\b/u.test(folded))
    facets.push('budgetAmount');
  return facets.length > 0 ? [...new Set(facets)] : ['all'];
}

/** The tool call that a question needs; null when nothing of ours is asked for. */
export function readQuestion(text: string, named: NamedPackages, context: ChatContext): Intent | null {
  const folded = foldText(text);
  const title =
    named.by === 'title'
      ? context.world.packages
          .filter(({ code }) => named.codes.includes(code))
          .map((pkg) => pkg.title)
          .join(' ')
      : '';
  const several = named.codes.length + named.candidates.length;
  if (MAIL.test(folded) && !/\bar-\d/u.test(folded)) {
    const topic = topicOf(folded, named, title);
    const since = readSince(folded, context.today);
    return {
      kind: 'read',
      tool: 'search_emails',
      args: {
        ...(named.codes.length === 1 ? { package: named.codes[0] } : {}),
        ...(named.vendors.length > 0 ? { vendor: named.vendors[0] } : {}),
        ...(topic ? { query: topic } : {}),
        ...(since ? { since } : {}),
      },
    };
  }
  if (APPROVAL.test(folded)) return approvals(folded, text, named, context);
  if (TIMELINE.test(folded) && !/\bnext\b|\bnew (?:tasks?|to-?dos?|actions?)\b/u.test(folded)) {
    if (named.codes.length === 0 && named.candidates.length > 1)
      return {
        kind: 'clarify',
        ask: `Which package do you mean: ${named.candidates.join(', ')}?`,
        candidates: named.candidates,
      };
    const since = readSince(folded, context.today);
    return {
      kind: 'read',
      tool: 'get_timeline',
      args: { ...(named.codes[0] ? { package: named.codes[0] } : {}), ...(since ? { since } : {}) },
    };
  }
  const ofPackages =
    /\bpackages?\b|\borders\b|\bpos\b|\bvendors?\b|\bsuppliers?\b|\bcontracts?\b|\bbids?\b|\bdeliver\w*/u.test(
      folded,
    ) && !/\btasks?\b/u.test(folded);
  if (
    TASKS.test(folded) &&
    !(ofPackages && /\boverdue\b|\bdue\b|\bworking on\b/u.test(folded) && named.codes.length === 0)
  )
    return tasks(folded, text, named, context);
  const supplies =
    named.vendors.length > 0 &&
    /\bsuppl(?:y|ies|ying)\b|\bpackages\b|\bwith us\b|\bdo(?:es|ing)? for us\b|\bhave (?:anything |something )?with\b|\b(?:bidding|tendering|quoting)\b|\borders?\b|\bcontracts\b/u.test(
      folded,
    ) &&
    !/\bwho\b/u.test(folded);
  if (supplies || (several === 0 && MANY.test(folded)) || (named.vendors.length > 0 && named.codes.length === 0))
    return packages(folded, text, named, context);
  if (named.codes.length > 0)
    return {
      kind: 'read',
      tool: 'get_package',
      args: named.codes.length === 1 ? { package: named.codes[0] } : { package: named.codes[0], packages: named.codes },
      facets: facetsOf(folded),
    };
  if (named.candidates.length > 0)
    return {
      kind: 'read',
      tool: 'get_package',
      args: { package: named.candidates[0], packages: named.candidates },
      facets: facetsOf(folded),
    };
  const list = packages(folded, text, named, context);
  const wide =
    (list.kind === 'read' && Object.keys(list.args).some((key) => /(?:Before|After)$/.test(key))) ||
    /\b(?:which|list|show|all|packages?|late|delayed|project|status)\b/u.test(folded) ||
    me(folded);
  return list.kind === 'read' && Object.keys(list.args).length > 0 && wide ? list : null;
}
