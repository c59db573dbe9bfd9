import { foldText } from './fold-text.ts';
import { organisationOf } from '../../emails/domain-likeness.policy.ts';
import { type CodeIndex, indexCodes } from './find-codes.ts';
import { isGeneric, stemsOf } from './stem-words.ts';
import type { WorldPackage, WorldView } from './understanding.ts';

/** The telling words of a title, and the packages that have just these, by code. */
export type IndexedTitle = { codes: string[]; weights: Map<string, number>; total: number };

export type PackageIndex = {
  codes: CodeIndex;
  /** Titles by their stems: a text is compared with those that share a word with it. */
  byStem: Map<string, IndexedTitle[]>;
  titleOf: Map<string, IndexedTitle>;
  vendors: string[];
  byCode: Map<string, WorldPackage>;
  /** How a vendor is called in a text, and what is bought from him. */
  vendorNames: { name: string; vendor: string; codes: string[] }[];
  byDomain: Map<string, string[]>;
  byPoNumber: Map<string, string>;
  poNumberLengths: ReadonlySet<number>;
};

const LEGAL_FORM =
  /\b(?:gmbh|ag|kg|ltd|limited|plc|inc|llc|corp|co|spa|srl|sa|sas|sl|ab|as|oy|oyj|bv|nv|aps|sp z o o)\b\.?/gu;
const COMMON_FIRST_WORD = new Set(
  'site local general national royal first global united international european american british main north south east west new constructora fonderies stahlbau'.split(
    ' ',
  ),
);

function namesOf(vendor: string): string[] {
  const whole = foldText(vendor)
    .replace(LEGAL_FORM, ' ')
    .replace(/[^\p{L}\p{N}&' -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const words = whole.split(' ');
  const first = words[0] ?? '';
  const second = COMMON_FIRST_WORD.has(first) ? (words[1] ?? '') : '';
  return [
    ...new Set([
      whole,
      first.length >= 4 && !COMMON_FIRST_WORD.has(first) ? first : '',
      second.length >= 4 ? second : '',
    ]),
  ].filter((name) => name.length >= 3);
}

function addTo<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function build(packages: readonly WorldPackage[]): PackageIndex {
  const stems = packages.map(({ title }) => [...stemsOf(foldText(title))]);
  const seen = new Map<string, number>();
  for (const list of stems) for (const one of list) seen.set(one, (seen.get(one) ?? 0) + 1);
  const weightOf = (word: string) =>
    (1 + Math.log(packages.length / seen.get(word)!)) * (isGeneric(word) || word.length < 2 ? 0.35 : 1);
  const vendors = new Map<string, string[]>();
  const byDomain = new Map<string, string[]>();
  const byPoNumber = new Map<string, string>();
  for (const pkg of packages) {
    if (pkg.vendor) addTo(vendors, pkg.vendor, pkg.code);
    for (const domain of pkg.vendorDomains) addTo(byDomain, organisationOf(domain), pkg.code);
    if (pkg.poNumber && pkg.poNumber.length >= 4) byPoNumber.set(foldText(pkg.poNumber), pkg.code);
  }
  const byStem = new Map<string, IndexedTitle[]>();
  const byWords = new Map<string, IndexedTitle>();
  const titleOf = new Map<string, IndexedTitle>();
  for (const [i, pkg] of packages.entries()) {
    const words = stems[i]!;
    const key = words.join(' ');
    let title = byWords.get(key);
    if (!title) {
      const weights = new Map(words.map((word) => [word, weightOf(word)]));
      title = { codes: [], weights, total: [...weights.values()].reduce((sum, one) => sum + one, 0) };
      byWords.set(key, title);
      for (const word of words) addTo(byStem, word, title);
    }
    title.codes.push(pkg.code);
    titleOf.set(pkg.code, title);
  }
  for (const { codes } of byWords.values()) codes.sort((a, b) => a.localeCompare(b));
  return {
    codes: indexCodes(packages),
    byStem,
    titleOf,
    vendors: [...vendors.keys()],
    byCode: new Map(packages.map((pkg) => [pkg.code, pkg])),
    vendorNames: [...vendors].flatMap(([vendor, codes]) => namesOf(vendor).map((name) => ({ name, vendor, codes }))),
    byDomain,
    byPoNumber,
    poNumberLengths: new Set([...byPoNumber.keys()].map((number) => number.length)),
  };
}

const built = new WeakMap<readonly WorldPackage[], PackageIndex>();

/** The packages of a world prepared for linking; built once for each list of packages. */
export function packageIndex({ packages }: WorldView): PackageIndex {
  const known = built.get(packages);
  if (known) return known;
  const index = build(packages);
  built.set(packages, index);
  return index;
}

const sameClass = (a: string, b: string) =>
  /\p{L}/u.test(a) === /\p{L}/u.test(b) && /\p{N}/u.test(a) === /\p{N}/u.test(b);

/** The packages whose PO numbers stand in a folded text, not as part of a longer number or word. */
export function packagesByPoNumber(folded: string, { byPoNumber, poNumberLengths }: PackageIndex): string[] {
  const found = new Set<string>();
  for (const { index } of folded.matchAll(/[\p{L}\p{N}]/gu)) {
    if (index > 0 && sameClass(folded[index - 1]!, folded[index]!)) continue;
    for (const length of poNumberLengths) {
      const code = byPoNumber.get(folded.slice(index, index + length));
      const last = folded[index + length - 1];
      const next = folded[index + length];
      if (code !== undefined && (next === undefined || !/[\p{L}\p{N}]/u.test(next) || !sameClass(last!, next)))
        found.add(code);
    }
  }
  return [...found];
}

/** How well words match a title: share of its weight, and whether a telling word of it is among them. */
export function titleMatch(
  { weights, total }: IndexedTitle,
  words: ReadonlySet<string>,
): { share: number; telling: boolean; weight: number; matched: string[] } {
  let weight = 0;
  let telling = false;
  const matched: string[] = [];
  for (const [word, one] of weights) {
    if (!words.has(word)) continue;
    matched.push(word);
    weight += one;
    if (!isGeneric(word)) telling = true;
  }
  return { share: total === 0 ? 0 : weight / total, telling, weight, matched };
}

const MOST_OF_A_TITLE = 40;

/** The packages whose titles share a word with these words, among some or all; at most 40 of one title. */
export function packagesSharing(words: ReadonlySet<string>, index: PackageIndex, among: readonly string[] | null) {
  const titles = among
    ? among.map((code) => ({ title: index.titleOf.get(code), codes: [code] }))
    : [...new Set([...words].flatMap((word) => index.byStem.get(word) ?? []))].map((title) => ({
        title,
        codes: title.codes,
      }));
  return titles.flatMap(({ title, codes }) => {
    if (!title) return [];
    const match = titleMatch(title, words);
    return match.weight > 0 ? codes.slice(0, MOST_OF_A_TITLE).map((code) => ({ code, ...match })) : [];
  });
}
