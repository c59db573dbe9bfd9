import { mentionsBankDetails } from '../../emails/bank-details.policy.ts';
import { domainOf, organisationOf } from '../../emails/domain-likeness.policy.ts';
import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import { presentValue } from '../rules/fact.ts';
import { readForwarded } from '../rules/forwarded.ts';
import { locateQuote } from '../rules/locate-quote.ts';
import { splitSentences } from '../rules/split-sentences.ts';
import { packageIndex } from '../rules/title-words.ts';
import type {
  Evidence,
  MailFlag,
  PatchField,
  ReadPatch,
  ReadTask,
  Understanding,
  WorldView,
} from '../rules/understanding.ts';
import { withoutInjections } from '../rules/without-injections.ts';
import { checkDate, checkPatchValue } from './check-patch-value.ts';
import { plainWords } from './plain-words.ts';
import { PATCH_FIELDS, type ReadingAnswer } from './reading.schema.ts';
import { saysDay } from './said-in-quote.ts';

const LONGEST_TITLE = 200;
const LONGEST_SUMMARY = 600;
const MOST_ITEMS = 30;
const LONGEST_TEXT = 60_000;

export type ReadingFacts = {
  message: ReadableMessage;
  world: WorldView;
  /** The rules' reading of the same message: its flags stand, whatever the model says. */
  rules: Understanding;
  /** Packages that the message is filed under, and of these those that it names itself. */
  filed: readonly string[];
  named: readonly string[];
  /** The sender is one of ours. */
  internal: boolean;
};

/** One letter for one: a model writes straight quotation marks for curly ones, and a plain space for a hard one. */
const straight = (text: string) =>
  text
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[\u00a0\u2007\u202f]/g, ' ');

/** A quote's place in the message's text, in the text's own letters. */
function quoteIn(text: string, quote: string): Evidence | null {
  const found = locateQuote(straight(text), straight(quote));
  return found && { ...found, evidence: text.slice(found.start, found.end) };
}

/** Which texts may be quoted from: what the sender wrote, without what speaks to a machine; and what he passes on. */
function readable({ message, internal, rules }: ReadingFacts): (quote: string) => boolean {
  const attacked = rules.flags.includes('injection');
  const forward = readForwarded(message, internal);
  const texts = [message.replyText, ...(forward?.endorsed ? [forward.text] : [])].map((text) => {
    if (!attacked) return straight(text);
    const sentences = splitSentences(text);
    const kept = new Set(withoutInjections(sentences));
    let left = text;
    for (const one of sentences)
      if (!kept.has(one)) left = left.slice(0, one.start) + '\0'.repeat(one.end - one.start) + left.slice(one.end);
    return straight(left);
  });
  return (quote) => texts.some((text) => locateQuote(text, straight(quote)) !== null);
}

/** Whose statements about a package may be proposed: ours, its vendor's, and an outsider's where he names it himself. */
function speaksFor({ message, world, named, internal }: ReadingFacts): (code: string) => boolean {
  const index = packageIndex(world);
  const own = (address: string | null | undefined) =>
    address ? (index.byDomain.get(organisationOf(domainOf(address) ?? '')) ?? []) : [];
  if (internal) return () => true;
  const about = new Set([...own(message.from?.address), ...named]);
  return (code) => about.has(code);
}

/** Tasks whose quotes stand in the text; a day that the message nowhere says is no due date. */
function readTasksOf(answer: ReadingAnswer, facts: ReadingFacts, quoted: (quote: string) => boolean): ReadTask[] {
  const { message, world } = facts;
  const codes = new Set(world.packages.map(({ code }) => code));
  const said = `${message.subject ?? ''}\n${message.text}`.slice(0, LONGEST_TEXT);
  const addresses = [message.from, ...message.to, ...message.cc].flatMap((one) => (one ? [one.address] : []));
  const people = new Set(
    [...world.people.filter((one) => one.active).map((one) => one.email), ...addresses].map((one) => one.toLowerCase()),
  );
  return answer.tasks.flatMap((task): ReadTask[] => {
    const quote = quoteIn(message.text, task.evidence);
    const title = plainWords(task.title, LONGEST_TITLE);
    const day = task.due === null ? null : checkDate(task.due.trim());
    const due = day !== null && saysDay(said, day, message) ? day : null;
    const assignee = task.assignee?.trim().toLowerCase() ?? null;
    if (!quote || !title || !quoted(quote.evidence) || mentionsBankDetails(quote.evidence)) return [];
    if ((task.due !== null && day === null) || (task.package !== null && !codes.has(task.package))) return [];
    return [
      { title, due, assignee: assignee && people.has(assignee) ? assignee : null, package: task.package, ...quote },
    ];
  });
}

function readPatchesOf(answer: ReadingAnswer, facts: ReadingFacts, quoted: (quote: string) => boolean): ReadPatch[] {
  const { message, world } = facts;
  const { byCode } = packageIndex(world);
  const maySay = speaksFor(facts);
  const seen = new Set<string>();
  return answer.patches.flatMap((patch): ReadPatch[] => {
    const field: PatchField | undefined = PATCH_FIELDS.find((one) => one === patch.field);
    const pkg = byCode.get(patch.package);
    const quote = quoteIn(message.text, patch.evidence);
    if (!field || !pkg || !quote || !maySay(pkg.code)) return [];
    if (!quoted(quote.evidence) || mentionsBankDetails(quote.evidence)) return [];
    const value = checkPatchValue(field, patch.value, { evidence: quote.evidence, message, world });
    if (value === null || seen.has(`${pkg.code} ${field}`)) return [];
    seen.add(`${pkg.code} ${field}`);
    return [{ package: pkg.code, field, value, before: presentValue(pkg, field), ...quote }];
  });
}

/**
 * What a model read, after every part of it was checked against the message and the world: quotes stand in the text, and
 * packages, people, fields and days exist, or the part is dropped. Our own detectors decide the flags, the model may add
 * one; `sender_mismatch` and `injection` leave no patch, automatic mail asks for nothing. Pure.
 */
export function validateReading(
  answer: ReadingAnswer,
  facts: ReadingFacts,
  by: { model: string; version: string; promptHash: string },
): Understanding {
  const { message, world, rules, filed } = facts;
  const { byCode } = packageIndex(world);
  const ours = rules.flags.filter((flag) => flag === 'injection' || flag === 'sender_mismatch');
  const flags: MailFlag[] = [...new Set([...ours, ...answer.flags])];
  const doubtful = flags.includes('sender_mismatch');
  const quiet = message.kind !== 'normal' || ours.includes('sender_mismatch');
  const quoted = readable(facts);
  const tasks = quiet ? [] : readTasksOf(answer, facts, quoted).slice(0, MOST_ITEMS);
  const silenced = quiet || doubtful || flags.includes('injection');
  const named = doubtful ? [] : answer.packages.filter((code) => byCode.has(code));
  return {
    source: 'llm',
    version: by.version,
    model: by.model,
    promptHash: by.promptHash,
    language: rules.language,
    summary: ours.length > 0 ? rules.summary : plainWords(answer.summary, LONGEST_SUMMARY) || rules.summary,
    urgency: answer.urgency,
    packages: [...new Set([...filed, ...named])],
    flags,
    tasks,
    patches: silenced ? [] : readPatchesOf(answer, facts, quoted).slice(0, MOST_ITEMS),
  };
}
