import type { Tx } from '../db.ts';
import { matchRules, ruleSentence, sendersOf } from '../filing-rules/filing-rule.policy.ts';
import { listRulesOfSenders } from '../filing-rules/filing-rule.queries.ts';
import { isOpenStatus } from '../packages/package.policy.ts';
import {
  type FilingPackage,
  findPackageForFiling,
  findPackagesForFiling,
  listOpenPackagesByWords,
  listOpenPackagesOfVendors,
} from '../packages/filing.queries.ts';
import { bareSubject, scanCodes, scanPoNumbers, tellingWords } from './code-scan.policy.ts';
import { domainOf } from './domain-likeness.policy.ts';
import { decideLinks, type FilingFacts, type NewLink, suggestByWords } from './filing.policy.ts';
import type { KnownSenders } from './known-senders.ts';
import type { ParsedMessage } from './parse/parsed-message.ts';
import type { StoredFacts } from './process.queries.ts';

export type FoundLinks = {
  links: NewLink[];
  /** Codes written as ours are that no package has. */
  unknownCodes: string[];
};

/** The packages of the nearest answered message that has any: the direct parent first, then back through References. */
function packagesOfThread(message: ParsedMessage, facts: StoredFacts): string[] {
  const nearestFirst = [message.inReplyTo, message.bounce?.originalMessageId, ...message.references.toReversed()];
  for (const id of nearestFirst) {
    const relative = facts.relatives.find(
      (one) => one.messageId === id && one.packages.length > 0 && !(one.ours && message.kind === 'auto'),
    );
    if (relative) return relative.packages;
  }
  return [];
}

/** The taught rules that a message meets, with their packages. */
async function packagesByRule(tx: Tx, message: ParsedMessage): Promise<FilingFacts['byRule']> {
  const rules = await listRulesOfSenders(tx, sendersOf(message.from?.address ?? null));
  if (rules.length === 0) return [];
  const words = new Set([...tellingWords(bareSubject(message.subject)), ...tellingWords(message.replyText)]);
  return matchRules(rules, words).map((rule) => ({
    id: rule.packageId,
    code: rule.package,
    title: rule.title,
    status: rule.status,
    ruleId: rule.id,
    rule: ruleSentence(rule),
  }));
}

async function suggestionsByWords(tx: Tx, message: ParsedMessage, senders: KnownSenders): Promise<NewLink[]> {
  const domain = domainOf(message.from?.address);
  const vendor = domain === null ? null : senders.vendorsOf(domain);
  const subjectWords = tellingWords(bareSubject(message.subject));
  const longest = subjectWords
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length)
    .slice(0, 8);
  const found = vendor
    ? await listOpenPackagesOfVendors(tx, vendor.vendorIds)
    : await listOpenPackagesByWords(tx, longest);
  const candidates = found.map((pkg) => ({ ...pkg, words: tellingWords(pkg.title) }));
  return suggestByWords({
    words: new Set([...subjectWords, ...tellingWords(message.replyText)]),
    vendorDomain: vendor?.domain ?? null,
    ofVendor: vendor ? candidates : [],
    byTitle: vendor ? [] : candidates,
  });
}

/**
 * Which packages a message belongs to: gathers what `decideLinks` judges, at most four queries. Automatic mail and
 * bounces are filed by codes and threads only; words suggest nothing for them.
 */
export async function findLinks(
  tx: Tx,
  message: ParsedMessage,
  {
    facts,
    senders,
    mismatch,
    givenCode,
    believed,
    answered,
  }: {
    facts: StoredFacts;
    senders: KnownSenders;
    mismatch: string[];
    givenCode: string | null;
    /** The sender is not one of ours that nothing confirms: taught rules may file. */
    believed: boolean;
    /** Ids of the packages whose reply addresses it was sent to. */
    answered: readonly string[];
  },
): Promise<FoundLinks> {
  const parent = facts.relatives.find((one) => one.messageId === message.inReplyTo) ?? facts.relatives[0];
  const subjectIsNew = !parent || bareSubject(parent.subject) !== bareSubject(message.subject);
  const subject = subjectIsNew ? (message.subject ?? '') : '';
  const text = scanCodes(message.replyText);
  const inSubject = scanCodes(subject);
  const quote = scanCodes(`${message.quotedText}\n${message.forwardedText}`);
  const poNumbers = scanPoNumbers(`${subject}\n${message.replyText}`);
  const thread = packagesOfThread(message, facts);
  const packages = await findPackagesForFiling(tx, {
    codes: [...new Set([...text.codes, ...inSubject.codes, ...quote.codes])],
    poNumbers,
    ids: [...thread, ...answered],
  });
  const given = givenCode === null ? null : { code: givenCode, found: await findPackageForFiling(tx, givenCode) };
  const byCode = new Map<string, FilingPackage>(packages.map((pkg) => [pkg.code, pkg]));
  const named = (codes: readonly string[]) => codes.flatMap((code) => byCode.get(code) ?? []);
  const unknownCodes = [...text.written, ...inSubject.written].filter(
    (code) => !byCode.has(code) && senders.codePrefixes.has(code.slice(0, code.lastIndexOf('-'))),
  );
  if (given && !given.found) unknownCodes.push(given.code);
  const words = message.kind === 'normal' && mismatch.length === 0;
  const links = decideLinks({
    given,
    byReplyAddress: packages.filter((pkg) => answered.includes(pkg.id)),
    inText: named(text.codes),
    inSubject: named(inSubject.codes),
    byPoNumber: packages.flatMap((pkg) =>
      pkg.poNumber !== null && poNumbers.includes(pkg.poNumber) ? [{ ...pkg, poNumber: pkg.poNumber }] : [],
    ),
    inThread: packages.filter((pkg) => thread.includes(pkg.id)),
    byRule: words && believed ? await packagesByRule(tx, message) : [],
    unknownCode: unknownCodes.length > 0,
    inQuote: named(quote.codes).filter((pkg) => isOpenStatus(pkg.status)),
    senderMismatch: mismatch,
  });
  if (links.length === 0 && words)
    return { links: await suggestionsByWords(tx, message, senders), unknownCodes: [...new Set(unknownCodes)] };
  return { links, unknownCodes: [...new Set(unknownCodes)] };
}
