import { findCodes } from '../rules/find-codes.ts';
import { foldText } from '../rules/fold-text.ts';
import { type PackageIndex, packagesByPoNumber, packagesSharing } from '../rules/title-words.ts';
import { stemsOf } from '../rules/stem-words.ts';

/** The packages that a sentence names. */
export type NamedPackages = {
  codes: string[];
  /** Codes that read like ours and are nobody's. */
  unknown: string[];
  /** Several that the words fit alike: the person must choose. */
  candidates: string[];
  /** The vendors named, by their whole name. */
  vendors: string[];
  by: 'code' | 'vendor' | 'title' | null;
};

const LIKE_A_CODE = /(?<![\p{L}\p{N}_.@/-])([A-Z]{1,3})-(\d{1,6})(?![\p{L}\p{N}_-])/giu;
const NOT_PACKAGES = new Set(['AR', 'T', 'PO', 'RFQ', 'ISO', 'EN']);

/** Whether two words differ in at most one letter left out, put in or changed. */
function almost(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

/** Vendors named in a folded text, with their packages: whole or first name, one slip of the pen allowed. */
export function vendorsNamed(
  folded: string,
  index: PackageIndex,
): { vendor: string; codes: string[]; start: number; end: number }[] {
  const found = new Map<string, { vendor: string; codes: string[]; start: number; end: number }>();
  for (const { name, vendor, codes } of index.vendorNames) {
    const at = new RegExp(
      `(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
      'u',
    ).exec(folded);
    const known = found.get(vendor);
    if (at && (!known || name.length > known.end - known.start))
      found.set(vendor, { vendor, codes, start: at.index, end: at.index + name.length });
  }
  if (found.size > 0) return [...found.values()];
  for (const match of folded.matchAll(/[\p{L}\p{N}]{6,}/gu))
    for (const { name, vendor, codes } of index.vendorNames)
      if (name.length >= 6 && !name.includes(' ') && almost(name, match[0]) && !found.has(vendor))
        found.set(vendor, { vendor, codes, start: match.index, end: match.index + match[0].length });
  return [...found.values()];
}

const ALL_GENERIC = 0.6;
const LEVEL = 0.75;

function byTitle(folded: string, index: PackageIndex, among: readonly string[] | null) {
  // "out" of "Fit-out" is nothing that a sentence names a package by.
  const stems = stemsOf(folded.replace(/\b(?:out|off|up|down|in|on|at|to|of|for|and|the|now|new)\b/gu, ' '));
  return packagesSharing(stems, index, among)
    .filter(({ telling, share }) => telling || share >= ALL_GENERIC)
    .sort((a, b) => b.weight - a.weight || b.share - a.share || a.code.localeCompare(b.code))
    .slice(0, 20)
    .filter(
      (one, i, all) =>
        !all
          .slice(0, i)
          .some(
            (better) => better.weight > one.weight * 1.05 && one.matched.every((word) => better.matched.includes(word)),
          ),
    );
}

/** The packages whose titles the words are of: those of different words all count, those of the same compete. */
function settle(
  folded: string,
  index: PackageIndex,
  among: readonly string[] | null,
): { codes: string[]; level: string[] } {
  const found = byTitle(folded, index, among);
  const [best] = found;
  if (!best) return { codes: [], level: [] };
  const level = found.filter(
    (one) => one.weight >= best.weight * LEVEL && one.matched.some((word) => best.matched.includes(word)),
  );
  const clearly = level.filter((one) => one.share >= best.share * 1.4 || one === best);
  if (level.length > 1 && !(clearly.length === 1 && best.share >= 0.9))
    return { codes: [], level: level.map(({ code }) => code) };
  const others = found.filter(
    (one) => one !== best && one.share >= 0.42 && !one.matched.some((word) => best.matched.includes(word)),
  );
  return { codes: [best.code, ...others.map(({ code }) => code)], level: [] };
}

/** The packages a sentence is about: codes and PO numbers, else vendors, else words of titles. */
export function namePackages(text: string, index: PackageIndex): NamedPackages {
  const folded = foldText(text);
  const vendors = vendorsNamed(folded, index);
  const named: NamedPackages = {
    codes: [],
    unknown: [],
    candidates: [],
    vendors: vendors.map(({ vendor }) => vendor),
    by: null,
  };
  const codes = new Set(findCodes(text, index.codes).flatMap(({ code }) => (code ? [code] : [])));
  for (const code of packagesByPoNumber(folded, index)) codes.add(code);
  for (const [whole, prefix, digits] of text.matchAll(LIKE_A_CODE))
    if (
      !NOT_PACKAGES.has(prefix!.toUpperCase()) &&
      index.codes.prefixes.has(prefix!.toUpperCase()) &&
      !index.codes.byNumber.has(`${prefix!.toUpperCase()}-${Number(digits)}`)
    )
      named.unknown.push(whole.toUpperCase());
  if (codes.size > 0 || named.unknown.length > 0) return { ...named, codes: [...codes], by: 'code' };
  if (vendors.length > 0) {
    for (const { codes: own } of vendors) {
      const titled = own.length > 1 ? settle(folded, index, own).codes : own;
      if (titled.length > 0) named.codes.push(...titled);
      else named.candidates.push(...own);
    }
    if (vendors.length === 1 && named.candidates.length > 0) {
      const elsewhere = settle(folded, index, null).codes;
      if (elsewhere.length === 1 && !named.candidates.includes(elsewhere[0]!))
        return { ...named, codes: elsewhere, candidates: [], by: 'title' };
    }
    return { ...named, codes: [...new Set(named.codes)], by: 'vendor' };
  }
  const { codes: titled, level } = settle(folded, index, null);
  if (titled.length + level.length === 0) {
    const word = /\b([\p{L}-]{3,}) (?:package|job|contract|order|works?)\b/u.exec(folded)?.[1];
    const fits = word ? packagesSharing(stemsOf(word), index, null) : [];
    if (fits.length === 1) return { ...named, codes: [fits[0]!.code], by: 'title' };
  }
  return { ...named, codes: titled, candidates: level, by: titled.length + level.length > 0 ? 'title' : null };
}
