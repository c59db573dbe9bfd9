import { isOpenStatus } from '../packages/package.policy.ts';
import type { PackageStatus } from '../packages/package-fields.schema.ts';
import type { LinkMethod } from './email.schema.ts';

/** A package that a message may be about. */
export type Candidate = { id: string; code: string; title: string; status: PackageStatus };

/** Where a message was filed or suggested, why, and how sure that is (0 to 1). */
export type NewLink = {
  packageId: string;
  code: string;
  method: LinkMethod;
  score: number;
  status: 'filed' | 'probable';
  why: string;
  /** The taught rule that says so. */
  ruleId?: string;
};

export type FilingFacts = {
  /** Named by the sender of the JSON form; `found` null: there is no such package. */
  given: { code: string; found: Candidate | null } | null;
  /** Packages whose signed reply address it was sent to. */
  byReplyAddress: readonly Candidate[];
  /** Packages whose code stands in the new text, or in a subject that differs from its thread's. */
  inText: readonly Candidate[];
  inSubject: readonly Candidate[];
  /** Packages whose PO number stands there. Two for one number: neither is sure. */
  byPoNumber: readonly (Candidate & { poNumber: string })[];
  /** Packages that the message it answers is filed under. */
  inThread: readonly Candidate[];
  /** Open packages that taught rules name, with the rule as a person reads it. */
  byRule: readonly (Candidate & { ruleId: string; rule: string })[];
  /** A code is written that no package has: then a rule suggests and does not file. */
  unknownCode: boolean;
  /** Packages whose code stands only in quoted or forwarded text. */
  inQuote: readonly Candidate[];
  /** Why the sender may not be who he says; then nothing is filed by itself. */
  senderMismatch: readonly string[];
};

/**
 * The links of a message, in the order of PRODUCT.md, Email: signed reply address; package code or PO number in the new text, or in a subject
 * that differs from its thread's; the thread; taught rules; codes in quotes as suggestions. What is written files and the thread's
 * other packages are suggested. Closed and cancelled packages are suggested, never filed.
 */
export function decideLinks(facts: FilingFacts): NewLink[] {
  const links = new Map<string, NewLink>();
  const add = (found: Candidate, method: LinkMethod, score: number, why: string, file: boolean): void => {
    if (links.has(found.id)) return;
    const link = { packageId: found.id, code: found.code, method };
    if (!file) links.set(found.id, { ...link, score, status: 'probable', why });
    else if (facts.senderMismatch.length > 0)
      links.set(found.id, {
        ...link,
        score: Math.min(score, 0.4),
        status: 'probable',
        why: `${why} Not filed: the sender may not be who he says.`,
      });
    else if (!isOpenStatus(found.status))
      links.set(found.id, {
        ...link,
        score: Math.min(score, 0.5),
        status: 'probable',
        why: `${why} Not filed: the package is ${found.status}.`,
      });
    else links.set(found.id, { ...link, score, status: 'filed', why });
  };
  if (facts.given?.found)
    add(facts.given.found, 'code', 1, `${facts.given.found.code} was named when the message was sent in.`, true);
  for (const found of facts.byReplyAddress)
    add(found, 'reply_address', 1, `It answers to the reply address of ${found.code}.`, true);
  for (const found of facts.inText) add(found, 'code', 0.98, `${found.code} is written in the message.`, true);
  for (const found of facts.inSubject) add(found, 'code', 0.95, `${found.code} is written in the subject.`, true);
  for (const found of facts.byPoNumber) {
    const shared = facts.byPoNumber.some((other) => other.poNumber === found.poNumber && other.id !== found.id);
    const why = `PO number ${found.poNumber} of ${found.code} is written in the message${shared ? '; another package has it too' : ''}.`;
    add(found, 'po_number', shared ? 0.5 : 0.95, why, !shared);
  }
  const written = [...links.values()].some((link) => link.status === 'filed');
  for (const found of facts.inThread) {
    if (written)
      add(found, 'thread', 0.5, `It answers a message filed under ${found.code}, but names another package.`, false);
    else add(found, 'thread', 0.9, `It answers a message filed under ${found.code}.`, true);
  }
  if (links.size === 0) {
    const sure = facts.byRule.length === 1 && !facts.unknownCode;
    for (const found of facts.byRule) {
      add(
        found,
        'rule',
        sure ? 0.8 : 0.5,
        `Taught: ${found.rule}${sure ? '.' : '; not sure enough to file it.'}`,
        sure,
      );
      const link = links.get(found.id);
      if (link?.method === 'rule') link.ruleId = found.ruleId;
    }
  }
  if (![...links.values()].some((link) => link.status === 'filed'))
    for (const found of facts.inQuote)
      add(found, 'code', 0.5, `${found.code} stands only in quoted or forwarded text.`, false);
  return [...links.values()];
}

export type WordFacts = {
  /** Words of subject and new text, from `tellingWords`. */
  words: ReadonlySet<string>;
  /** Open packages of the vendor whose domain the sender writes from, with their title's words. */
  vendorDomain: string | null;
  ofVendor: readonly (Candidate & { words: readonly string[] })[];
  /** Open packages whose title shares words with the subject. */
  byTitle: readonly (Candidate & { words: readonly string[] })[];
};

const weight = (words: readonly string[]) => words.reduce((sum, word) => sum + word.length, 0);

/** Share of a title's words, by length, that the message has; 0 to 1. */
function overlap(title: readonly string[], words: ReadonlySet<string>): number {
  const all = weight(title);
  return all === 0 ? 0 : weight(title.filter((word) => words.has(word))) / all;
}

/** Suggestions from the sender's domain and the words of titles, best first, at most three. Never files. */
export function suggestByWords(facts: WordFacts): NewLink[] {
  const suggestion = (found: Candidate, score: number, why: string): NewLink => ({
    packageId: found.id,
    code: found.code,
    method: 'words',
    score: Math.round(score * 100) / 100,
    status: 'probable',
    why,
  });
  const rank = (candidates: WordFacts['ofVendor']) =>
    candidates
      .map((found) => ({ found, share: overlap(found.words, facts.words) }))
      .sort((a, b) => b.share - a.share || a.found.code.localeCompare(b.found.code))
      .slice(0, 3);
  const said = (found: { words: readonly string[] }) =>
    `“${found.words.filter((word) => facts.words.has(word)).join(' ')}”`;
  if (facts.ofVendor.length === 1) {
    const [found] = facts.ofVendor;
    const why = `${facts.vendorDomain} is the vendor of ${found!.code}, its only open package.`;
    return [suggestion(found!, 0.6 + 0.2 * overlap(found!.words, facts.words), why)];
  }
  const ofVendor = rank(facts.ofVendor);
  const named = ofVendor.filter(({ share }) => share > 0);
  if (named.length > 0)
    return named.map(({ found, share }) =>
      suggestion(
        found,
        0.4 + 0.4 * share,
        `${facts.vendorDomain} is the vendor of ${found.code}, and its title has ${said(found)}.`,
      ),
    );
  if (ofVendor.length > 0)
    return ofVendor.map(({ found }) =>
      suggestion(found, 0.3, `${facts.vendorDomain} is the vendor of ${found.code} and of others.`),
    );
  return rank(facts.byTitle)
    .filter(({ share }) => share >= 0.5)
    .map(({ found, share }) => suggestion(found, 0.2 + 0.4 * share, `The title of ${found.code} has ${said(found)}.`));
}
