import { fromDayNumber } from '../../dates/date.policy.ts';
import type { DateContext } from './date-patterns.ts';
import { dueOf, isDeadline } from './due-date.ts';
import { findDates } from './find-dates.ts';
import type { Links } from './link-packages.ts';
import type { MailPeople, MailPerson } from './mail-people.ts';
import { CORRECTION, DEADLINE_ONLY } from './request-times.ts';
import type { Request } from './request.ts';
import type { Sentence } from './split-sentences.ts';
import { taskTitle } from './task-title.ts';
import type { ReadTask } from './understanding.ts';
import { readVocative } from './vocative.ts';

const LONGEST_EVIDENCE = 390;
const MOST_TASKS = 25;
const LONGEST_LIST = 12;
/** A sentence that adds another thing to the one before. */
const ALSO =
  /^(?:also|in addition|additionally|furthermore|further|moreover|besides|au(?:s|ss)erdem|zudem|weiterhin|ferner|ademas|asimismo|tambien|de plus|par ailleurs|en outre|inoltre|alem disso|daarnaast|verder|ponadto|dessutom|另外|此外)\b/u;

/** Before the date that a correction takes back, and before the one that it puts there. */
const DENIED = /\b(?:not|instead of|ignore|scrap|forget|rather than)(?: by| on| until)?(?: the)? *$/u;
const MAKE_IT = /\b(?:make (?:it|that)|should (?:be|read|have said)|need \w+|is|meant|to|use)(?: by| on)?(?: the)? *$/u;

/** "Do we have it? If so, send it": one thing is asked. */
const IF_SO = /^(?:if (?:so|yes|not|available)|otherwise)\b/u;

/** A task before its quote is looked up in the message: places are those of the split text. */
export type TaskDraft = Omit<ReadTask, 'evidence'> & {
  kind: Request['kind'];
  weak: boolean;
  index: number;
  list: boolean;
};

export type TaskInput = {
  sentences: readonly Sentence[];
  /** The split text itself. */
  text: string;
  people: MailPeople;
  dates: DateContext;
  links: Links;
  /** What each sentence asks, of those that ask. */
  requests: ReadonlyMap<Sentence, Request[]>;
  /** E-mail of a package's buyer. */
  buyerOf: (code: string) => string | null;
};

/** Whom a request without a name is for: the addressee of the greeting, else of the message, else the buyer. */
function addressee({ people, links, buyerOf }: TaskInput, greeted: readonly MailPerson[]): string | null {
  const { sender, to, cc } = people;
  const isSender = (one: MailPerson) => one.email === sender?.email;
  if (greeted.length === 1 && !isSender(greeted[0]!)) return greeted[0]!.email;
  const inside = to.filter((one) => one.internal && !isSender(one));
  if (inside.length > 0) return (inside.find((one) => greeted.includes(one)) ?? inside[0]!).email;
  if (sender?.internal) {
    const outside = to.find((one) => !one.internal);
    if (outside) return outside.email;
  }
  const copied = cc.find((one) => one.internal && !isSender(one));
  return copied?.email ?? (links.packages[0] ? buyerOf(links.packages[0]) : null);
}

function packageOf(sentences: readonly Sentence[], index: number, links: Links): string | null {
  const here = sentences[index]!;
  const own = links.of(here.folded, here.text);
  if (own[0]) return own[0];
  if (links.packages.length === 1) return links.packages[0]!;
  for (let i = index - 1; i >= 0 && sentences[i]!.paragraph === here.paragraph; i--) {
    const near = links.of(sentences[i]!.folded, sentences[i]!.text);
    if (near[0]) return near[0];
  }
  return null;
}

/** "We need: the guarantee, the references. Please send both": between the two stands only the list. */
function listEndsBefore(sentences: readonly Sentence[], from: number, index: number): boolean {
  return index - from <= LONGEST_LIST && sentences.slice(from + 1, index).every(({ bullet }) => bullet);
}

/** Whether a request only completes what the sentence before it said: "We need the list. Could you send it by Friday?" */
function completes(
  request: Request,
  previous: TaskDraft | undefined,
  sentences: readonly Sentence[],
  index: number,
): boolean {
  if (
    !previous ||
    (previous.index !== index - 1 &&
      !(previous.list && listEndsBefore(sentences, previous.index, index)) &&
      !(previous.kind === 'need' && request.pronoun && previous.index >= index - 3))
  )
    return false;
  if (request.who && previous.assignee && request.who.email !== previous.assignee) return false;
  if (ALSO.test(sentences[index]!.folded)) return false;
  if (previous.kind === 'need' || previous.weak) return request.pronoun || request.bare;
  if (previous.kind !== 'question' || request.kind === 'question') return false;
  return request.bare || request.pronoun || IF_SO.test(sentences[index]!.folded);
}

/** "We need the following from you:" before a list whose points ask for themselves. */
function announcesList(sentences: readonly Sentence[], index: number): boolean {
  const next = sentences[index + 1];
  return /[:：]\s*$/u.test(sentences[index]!.folded) && next !== undefined && next.bullet;
}

/** The tasks that a message's new text asks for or promises, in order, at most 25; `conflicting`: a date was corrected. */
export function readTasks(input: TaskInput): { tasks: TaskDraft[]; conflicting: boolean } {
  const { sentences, text, people, dates, links } = input;
  const today = fromDayNumber(dates.today);
  const drafts: TaskDraft[] = [];
  let conflicting = false;
  let greeted: MailPerson[] = [];
  let addressed: { paragraph: number; item: number; person: MailPerson } | null = null;
  const senderName = people.sender?.name.split(/[\s,]+/)[0] || 'the sender';
  for (const [index, sentence] of sentences.entries()) {
    const { folded } = sentence;
    const vocative = readVocative(sentence.text, folded, 0, people);
    if (vocative.people.length > 0) {
      if (index < 3 && greeted.length === 0) greeted = vocative.people;
      addressed =
        vocative.people.length === 1
          ? { paragraph: sentence.paragraph, item: sentence.item, person: vocative.people[0]! }
          : null;
    }
    const hits = findDates(folded, dates);
    const ahead = hits.filter(({ date }) => date >= today);
    const previous = drafts.at(-1);
    const corrected = previous?.due && previous.index >= index - 3 ? CORRECTION.exec(folded) : null;
    if (previous && corrected && ahead.length > 0) {
      const right = ahead.filter(({ start }) => !DENIED.test(folded.slice(0, start)));
      const due =
        right.find((hit) => isDeadline(folded, hit)) ??
        right.find(({ start }) => MAKE_IT.test(folded.slice(0, start))) ??
        right[0] ??
        ahead[0]!;
      if (due.date !== previous.due) {
        previous.due = due.date;
        conflicting = true;
      }
      continue;
    }
    if (announcesList(sentences, index) && input.requests.has(sentences[index + 1]!)) continue;
    const requests = input.requests.get(sentence) ?? [];
    if (drafts.length >= 2 * MOST_TASKS) break;
    const onlyWhen =
      requests.every((one) => one.pronoun || one.bare || one.kind === 'need') && DEADLINE_ONLY.test(folded);
    const when = ahead.find((hit) => isDeadline(folded, hit)) ?? (ahead.length > 0 && onlyWhen ? ahead[0] : undefined);
    if (
      onlyWhen &&
      when &&
      previous &&
      previous.due === null &&
      previous.index >= index - 2 &&
      sentences[previous.index]!.paragraph === sentence.paragraph &&
      folded.length < 140
    ) {
      for (const one of drafts) if (one.index === previous.index && one.due === null) one.due = when.date;
      if (sentence.end - previous.start <= LONGEST_EVIDENCE) previous.end = sentence.end;
      previous.index = index;
      continue;
    }
    const shared = requests.map((one) => (one.due !== undefined ? one.due : dueOf(folded, one, today)));
    for (const [i, request] of requests.entries()) {
      const due = shared[i] ?? shared.slice(i + 1).find((one) => one !== null) ?? null;
      if (completes(request, drafts.at(-1), sentences, index)) {
        const before = drafts.at(-1)!;
        if (!before.weak && before.due !== null && due !== null && before.due !== due) conflicting = true;
        before.due = due ?? before.due;
        before.weak = false;
        before.index = index;
        if (sentence.end - before.start <= LONGEST_EVIDENCE) before.end = sentence.end;
        continue;
      }
      if (people.sender && !people.sender.internal && request.who && !request.who.internal) continue;
      const whole = requests.length === 1 && sentence.end - sentence.start <= LONGEST_EVIDENCE;
      const raw = text.slice(sentence.start + request.start, sentence.start + request.end);
      const start = whole ? sentence.start : sentence.start + request.start + (raw.length - raw.trimStart().length);
      const end = whole ? sentence.end : Math.min(start + raw.trim().length, start + LONGEST_EVIDENCE);
      const spoken = addressed && addressed.paragraph === sentence.paragraph ? addressed.person : null;
      const assignee =
        request.who?.email ??
        (spoken && spoken.email !== people.sender?.email ? spoken.email : null) ??
        addressee(input, greeted);
      drafts.push({
        title: taskTitle(sentence.text, { ...request, dates: request.dates, sender: senderName }),
        due,
        assignee,
        package: packageOf(sentences, index, links),
        start,
        end,
        index,
        kind: request.kind,
        weak: request.weak,
        list: /[:：]\s*$/u.test(folded),
      });
    }
  }
  const strong = drafts.filter((one) => !one.weak);
  const kept = (strong.length > 0 ? strong : drafts).filter(
    (one, i, all) => all.findIndex((other) => other.title === one.title && other.assignee === one.assignee) === i,
  );
  return { tasks: kept.slice(0, MOST_TASKS), conflicting };
}
