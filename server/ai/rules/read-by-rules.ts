import { fromDayNumber } from '../../dates/date.policy.ts';
import { domainOf, organisationOf } from '../../emails/domain-likeness.policy.ts';
import { mentionsBankDetails } from '../../emails/bank-details.policy.ts';
import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import { detectLanguage } from './detect-language.ts';
import type { DateContext } from './date-patterns.ts';
import { senderDay } from './day-math.ts';
import { isHiddenInjection, isInjection } from './find-injection.ts';
import { findRequests } from './find-requests.ts';
import { foldText } from './fold-text.ts';
import { owedPoints } from './open-lists.ts';
import { readForwarded } from './forwarded.ts';
import { linkPackages } from './link-packages.ts';
import { locateQuote } from './locate-quote.ts';
import { isOutOfOffice, isSalesMail, isServiceMail } from './mail-class.ts';
import { mailPeople } from './mail-people.ts';
import { isSenderMismatch } from './mail-sender.ts';
import type { Request } from './request.ts';
import { presentValue } from './fact.ts';
import { readPatches } from './read-patches.ts';
import { readTasks } from './read-tasks.ts';
import { type Sentence, splitSentences } from './split-sentences.ts';
import { summarise, urgencyOf } from './summary.ts';
import { packageIndex } from './title-words.ts';
import type { MailFlag, ReadPatch, ReadTask, Understanding, WorldView } from './understanding.ts';
import { withoutInjections } from './without-injections.ts';

/** Changes whenever the same mail may be read otherwise. */
export const RULES_VERSION = 'rules-4';

const LONGEST_TEXT = 60_000;
const SUPPORTED = new Set([
  'de',
  'es',
  'fr',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'no',
  'da',
  'ru',
  'zh',
  'ja',
  'ca',
  'gl',
  'lb',
]);
const US_EARLIEST = -480;
const US_LATEST = -300;

export type RulesInput = {
  message: ReadableMessage;
  world: WorldView;
  /** Codes of packages that the message is filed under. */
  filed?: readonly string[];
  /** Packages that the message names outright: what an outsider states of them is read, whoever he is. */
  named?: readonly string[];
  /** The day to reckon from when the message has no date: `Date.now()` of the caller, in milliseconds. */
  receivedAt?: number;
};

/**
 * Reads one message by rules: PRODUCT.md's `understanding`, every quote verbatim in `message.text` or dropped. Pure: the
 * same message and world give the same answer; no network, no model, linear in the text, and it never throws on odd input.
 */
export function readByRules({ message, world, filed = [], named = [], receivedAt }: RulesInput): Understanding {
  const index = packageIndex(world);
  const people = mailPeople(message, world);
  const subject = (message.subject ?? '').slice(0, 500);
  const text = message.replyText.slice(0, LONGEST_TEXT);
  const all = splitSentences(text);
  const hidden = message.flags.hiddenText ?? '';
  const attacked =
    isHiddenInjection(hidden) ||
    isInjection(`${subject}\n${message.text}`) ||
    isInjection(message.quotedText.slice(0, LONGEST_TEXT));
  const sentences = attacked ? withoutInjections(all) : all;
  const mismatch = isSenderMismatch(message, world);
  const language = detectLanguage(text);
  const internal = people.sender?.internal ?? false;
  const forward = readForwarded(message, internal);
  const outside = [
    ...(people.sender && !internal
      ? [people.sender.email]
      : [...people.to, ...people.cc].filter((one) => !one.internal).map(({ email }) => email)),
    ...(forward?.from ? [forward.from] : []),
  ];
  const quiet = message.kind !== 'normal' || isOutOfOffice(foldText(subject));
  const links = linkPackages(
    { subject, sentences, older: message.quotedText.slice(0, 20_000), outside, fromOutside: !internal, filed },
    index,
  );
  const isVendor = outside.some((address) => index.byDomain.has(organisationOf(domainOf(address) ?? '')));
  const folded = foldText(`${subject}\n${text}`);
  const sales =
    !internal &&
    // What sells says so below the signature as well.
    isSalesMail(
      message.quotedText.trim() === '' ? foldText(`${subject}\n${message.text.slice(0, LONGEST_TEXT)}`) : folded,
      {
        known: isVendor || links.packages.length > 0 || links.unknown,
        named: isVendor || links.unknown || links.packages.some((code) => folded.includes(code.toLowerCase())),
      },
    );
  const { sender } = people;
  const service =
    sender?.internal === true &&
    links.packages.length === 0 &&
    !world.people.some(({ email }) => email.toLowerCase() === sender.email) &&
    isServiceMail(foldText(sender.name), sender.email);
  const silent = quiet || sales || service || mismatch;
  const day =
    senderDay(message.date, message.dateOffsetMinutes) ?? senderDay(new Date(receivedAt ?? 0).toISOString(), 0)!;
  const offset = message.dateOffsetMinutes ?? 0;
  const dates: DateContext = { today: day, monthFirst: !internal && offset >= US_EARLIEST && offset <= US_LATEST };
  const foreign = language !== null && SUPPORTED.has(language);

  const owed = owedPoints(sentences);
  const requests = new Map<Sentence, Request[]>();
  for (const sentence of silent ? [] : sentences) {
    const found = findRequests(sentence, { people, dates }, { foreign, wanted: owed.has(sentence) });
    if (found.length > 0) requests.set(sentence, found);
  }
  const read = silent
    ? { tasks: [], conflicting: false }
    : readTasks({
        sentences,
        text,
        people,
        dates,
        links,
        requests,
        buyerOf: (code) => index.byCode.get(code)?.buyerEmail ?? null,
      });
  const tasks: ReadTask[] = read.tasks.flatMap(({ title, due, assignee, package: pkg, start, end }) => {
    const quote = locateQuote(message.text, text.slice(start, end));
    return quote && !mentionsBankDetails(quote.evidence) ? [{ title, due, assignee, package: pkg, ...quote }] : [];
  });

  const stating = silent || attacked ? [] : sentences;
  const asked = new Map(
    [...requests].map(([sentence, all]) => [
      sentence,
      all.filter(({ kind }) => kind !== 'promise').map(({ start, end }): [number, number] => [start, end]),
    ]),
  );
  const ownPackages = outside.flatMap((address) => index.byDomain.get(organisationOf(domainOf(address) ?? '')) ?? []);
  const about = isVendor ? [...ownPackages, ...named] : named;
  const speaker = internal ? { ours: true, packages: [] } : about.length > 0 ? { ours: false, packages: about } : null;
  const said = readPatches({ sentences: stating, asked, links, index, people, dates, speaker });
  let conflicting = read.conflicting || said.conflicting;
  const patches: ReadPatch[] = said.patches.flatMap((one) => {
    const quote = locateQuote(message.text, text.slice(one.start, one.end));
    const pkg = index.byCode.get(one.package);
    return quote && pkg
      ? [{ package: one.package, field: one.field, value: one.value, before: presentValue(pkg, one.field), ...quote }]
      : [];
  });
  if (!silent && !attacked && forward?.endorsed) {
    const older = splitSentences(forward.text);
    const vendor = forward.from ? (index.byDomain.get(organisationOf(domainOf(forward.from) ?? '')) ?? []) : [];
    const told = readPatches({
      sentences: older,
      asked: new Map(),
      links,
      index,
      people,
      dates,
      speaker: vendor.length > 0 ? { ours: false, packages: vendor } : null,
    });
    conflicting ||= told.conflicting;
    for (const one of told.patches) {
      const quote = locateQuote(message.text, forward.text.slice(one.start, one.end));
      const pkg = index.byCode.get(one.package);
      if (quote && pkg && !patches.some((other) => other.package === one.package && other.field === one.field))
        patches.push({
          package: one.package,
          field: one.field,
          value: one.value,
          before: presentValue(pkg, one.field),
          ...quote,
        });
    }
  }

  const flags: MailFlag[] = [];
  if (attacked) flags.push('injection');
  if (mismatch) flags.push('sender_mismatch');
  if (!silent && links.ambiguous) flags.push('ambiguous_package');
  if (!silent && links.unknown) flags.push('unknown_package');
  if (!silent && conflicting) flags.push('conflicting_dates');
  const packages =
    mismatch || sales
      ? []
      : quiet && !isVendor && !internal
        ? links.packages.filter((code) => folded.includes(code.toLowerCase()))
        : links.packages;
  const warning = mismatch
    ? 'Its sender may not be who he says, so nothing is suggested.'
    : attacked
      ? 'It contains orders to the assistant, which were not followed.'
      : null;
  return {
    source: 'rules',
    version: RULES_VERSION,
    language,
    summary: summarise({ kind: message.kind, subject, people, packages, index, tasks, patches, sentences, warning }),
    urgency: silent && !mismatch ? 'low' : urgencyOf(folded, { tasks, patches, today: fromDayNumber(day), mismatch }),
    packages,
    flags,
    tasks,
    patches,
  };
}
