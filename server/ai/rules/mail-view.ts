import { domainOf, organisationOf } from '../../emails/domain-likeness.policy.ts';
import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import type { DateContext } from './date-patterns.ts';
import { senderDay } from './day-math.ts';
import { detectLanguage } from './detect-language.ts';
import { isHiddenInjection, isInjection } from './find-injection.ts';
import { foldText } from './fold-text.ts';
import { type Forwarded, readForwarded } from './forwarded.ts';
import { linkPackages, type Links } from './link-packages.ts';
import { isOutOfOffice, isSalesMail, isServiceMail } from './mail-class.ts';
import { type MailPeople, mailPeople } from './mail-people.ts';
import { isSenderMismatch } from './mail-sender.ts';
import { type Sentence, splitSentences } from './split-sentences.ts';
import { packageIndex, type PackageIndex } from './title-words.ts';
import type { WorldView } from './understanding.ts';
import { withoutInjections } from './without-injections.ts';

const LONGEST_TEXT = 60_000;
const LONGEST_QUOTE = 20_000;
const LONGEST_SUBJECT = 500;
const SUPPORTED = new Set('de es fr it pt nl pl sv no da ru zh ja ca gl lb'.split(' '));
/** Offsets from UTC of those who write the month first, in minutes. */
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

/** A message as the readers of tasks and changes look at it. */
export type MailView = {
  message: ReadableMessage;
  index: PackageIndex;
  people: MailPeople;
  subject: string;
  /** The new text, of which all places are. */
  text: string;
  /** Subject and text, folded. */
  folded: string;
  sentences: Sentence[];
  links: Links;
  dates: DateContext;
  language: string | null;
  /** Not in English. */
  foreign: boolean;
  forward: Forwarded | null;
  /** One of ours wrote it. */
  internal: boolean;
  /** A vendor wrote it, or was written to. */
  isVendor: boolean;
  /** Packages of the outsiders who take part. */
  ofOutside: string[];
  /** It speaks to a machine. */
  attacked: boolean;
  mismatch: boolean;
  /** Nobody waits for an answer: automatic, or out of the office. */
  quiet: boolean;
  sales: boolean;
  /** Nothing is suggested from it. */
  silent: boolean;
};

/** Whose packages an address may speak of. */
export const packagesOf = (address: string, index: PackageIndex): string[] =>
  index.byDomain.get(organisationOf(domainOf(address) ?? '')) ?? [];

function isAttack({ subject, text, quotedText, flags }: ReadableMessage): boolean {
  return (
    isHiddenInjection(flags.hiddenText ?? '') ||
    isInjection(`${(subject ?? '').slice(0, LONGEST_SUBJECT)}\n${text}`) ||
    isInjection(quotedText.slice(0, LONGEST_TEXT))
  );
}

/** Whether an outsider sells, or one of our own services writes to everybody. */
function isUnwanted(
  { message, people, subject, folded, links, internal, isVendor }: Omit<MailView, 'sales' | 'silent'>,
  world: WorldView,
): { sales: boolean; service: boolean } {
  const { sender } = people;
  if (internal) {
    const known = world.people.some(({ email }) => email.toLowerCase() === sender!.email);
    const service = links.packages.length === 0 && !known && isServiceMail(foldText(sender!.name), sender!.email);
    return { sales: false, service };
  }
  // Who sells says so below the signature as well.
  const whole =
    message.quotedText.trim() === '' ? foldText(`${subject}\n${message.text.slice(0, LONGEST_TEXT)}`) : folded;
  const written = links.packages.some((code) => folded.includes(code.toLowerCase()));
  const named = isVendor || links.unknown;
  const sales = isSalesMail(whole, { known: named || links.packages.length > 0, named: named || written });
  return { sales, service: false };
}

/** What the rules look at in a message: its people, packages, sentences and day, and whether anything may be suggested. */
export function viewMail({ message, world, filed = [], receivedAt }: RulesInput): MailView {
  const index = packageIndex(world);
  const people = mailPeople(message, world);
  const internal = people.sender?.internal ?? false;
  const subject = (message.subject ?? '').slice(0, LONGEST_SUBJECT);
  const text = message.replyText.slice(0, LONGEST_TEXT);
  const attacked = isAttack(message);
  const all = splitSentences(text);
  const sentences = attacked ? withoutInjections(all) : all;
  const forward = readForwarded(message, internal);
  const writers = people.sender && !internal ? [people.sender] : [...people.to, ...people.cc];
  const outside = [
    ...writers.filter((one) => !one.internal).map(({ email }) => email),
    ...(forward?.from ? [forward.from] : []),
  ];
  const older = message.quotedText.slice(0, LONGEST_QUOTE);
  const links = linkPackages({ subject, sentences, older, outside, fromOutside: !internal, filed }, index);
  const ofOutside = outside.flatMap((address) => packagesOf(address, index));
  const offset = message.dateOffsetMinutes ?? 0;
  const today = senderDay(message.date, offset) ?? senderDay(new Date(receivedAt ?? 0).toISOString(), 0)!;
  const language = detectLanguage(text);
  const seen = {
    message,
    index,
    people,
    subject,
    text,
    folded: foldText(`${subject}\n${text}`),
    sentences,
    links,
    dates: { today, monthFirst: !internal && offset >= US_EARLIEST && offset <= US_LATEST },
    language,
    foreign: language !== null && SUPPORTED.has(language),
    forward,
    internal,
    isVendor: ofOutside.length > 0,
    ofOutside,
    attacked,
    mismatch: isSenderMismatch(message, world),
    quiet: message.kind !== 'normal' || isOutOfOffice(foldText(subject)),
  };
  const { sales, service } = isUnwanted(seen, world);
  return { ...seen, sales, silent: seen.quiet || sales || service || seen.mismatch };
}
