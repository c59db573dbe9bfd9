import { tellingWords } from '../emails/code-scan.policy.ts';
import { isFreeMail } from '../emails/sender-check.policy.ts';

const MOST_WORDS = 3;
const LONGEST_WORDS = 120;

/** The words of a rule as they are compared: telling words, sorted, so that equal rules have equal keys. */
export function wordsKey(words: string): string {
  return tellingWords(words).sort().join(' ');
}

/** A rule as a person reads it: `mail from hydrotec-pumps.example with “intake pumps” → P-002`. */
export function ruleSentence(rule: { sender: string; words: string; package: string }): string {
  return `mail from ${rule.sender} with “${rule.words}” → ${rule.package}`;
}

/** The words of a text as written, each with the form it is compared by. */
function writtenWords(text: string): { written: string; telling: string }[] {
  return (text.normalize('NFKC').match(/[\p{L}][\p{L}\p{N}]{2,}/gu) ?? []).flatMap((written) => {
    const [telling] = tellingWords(written);
    return telling === undefined ? [] : { written: written.toLowerCase(), telling };
  });
}

export type Lesson = { sender: string; words: string; wordsKey: string };

export type TaughtMessage = {
  fromAddress: string | null;
  /** Written by one of ours: the rule is for that person, not for everybody here. */
  internal: boolean;
  subject: string | null;
  replyText: string;
  packageTitle: string;
};

/**
 * What filing a message by hand teaches: its sender (the domain; the address at a mailbox provider or for a colleague)
 * and at most three words of the subject, those of the package's title first. Where the subject has none of the
 * title's words: the title's words in the text, else two or three others of the subject. Nothing is taught (null) by
 * less: one word of no title is chance.
 */
export function lessonOf(message: TaughtMessage): Lesson | null {
  const address = message.fromAddress?.toLowerCase() ?? '';
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (!address.includes('@') || domain === '') return null;
  const title = new Set(tellingWords(message.packageTitle));
  const codes = /(?<![\p{L}\p{N}])(?:\p{L}{1,8}[-_/]?|\p{Lu}{1,4} )\d[\p{L}\p{N}._/-]*/gu;
  const inSubject = writtenWords((message.subject ?? '').slice(0, 500).replace(codes, ' '));
  const named = inSubject.filter(({ telling }) => title.has(telling));
  const inText =
    named.length > 0 ? [] : writtenWords(message.replyText.slice(0, 4000)).filter(({ telling }) => title.has(telling));
  const once = (words: typeof inSubject) => [...new Map(words.map((word) => [word.telling, word.written])).values()];
  const ofTitle = once(named.length > 0 ? named : inText);
  const others = once(inSubject.filter(({ telling }) => telling.length >= 4));
  const chosen = ofTitle.length > 0 ? ofTitle : others.length > 1 ? others : [];
  const words = chosen.slice(0, MOST_WORDS).join(' ');
  if (words === '' || words.length > LONGEST_WORDS) return null;
  return { sender: message.internal || isFreeMail(domain) ? address : domain, words, wordsKey: wordsKey(words) };
}

/** The senders that a rule for this address may name: the address, its domain and the domains above, nearest first. */
export function sendersOf(address: string | null): string[] {
  const lower = address?.toLowerCase() ?? '';
  const domain = lower.slice(lower.lastIndexOf('@') + 1);
  if (!lower.includes('@') || domain === '') return [];
  const labels = domain.split('.');
  const above = labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
  return [lower, ...above.slice(0, 6)];
}

export type MatchableRule = { id: string; sender: string; words: string; wordsKey: string; packageId: string };

/**
 * The rules that a message meets, best first: all words of the rule stand in its subject or new text; an address goes
 * before a domain, more words before fewer. Rules of equal rank for different packages are all given: then nothing is
 * sure.
 */
export function matchRules<R extends MatchableRule>(rules: readonly R[], words: ReadonlySet<string>): R[] {
  const rank = (rule: R) => (rule.sender.includes('@') ? 100 : 0) + rule.wordsKey.split(' ').length;
  const met = rules
    .filter(({ wordsKey: key }) => key !== '' && key.split(' ').every((word) => words.has(word)))
    .sort((a, b) => rank(b) - rank(a) || a.id.localeCompare(b.id));
  const best = met[0];
  if (!best) return [];
  const seen = new Set<string>();
  return met.filter((rule) => {
    if (rank(rule) !== rank(best) || seen.has(rule.packageId)) return false;
    seen.add(rule.packageId);
    return true;
  });
}
