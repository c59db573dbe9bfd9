import { domainOf, organisationOf } from '../../emails/domain-likeness.policy.ts';
import { findCodes } from './find-codes.ts';
import { foldText } from './fold-text.ts';
import type { Sentence } from './split-sentences.ts';
import { type PackageIndex, packagesByPoNumber, packagesSharing } from './title-words.ts';
import { stemsOf } from './stem-words.ts';

export type LinkInput = {
  subject: string;
  sentences: readonly Sentence[];
  /** Text of a forwarded or quoted message; looked at only when nothing else tells. */
  older: string;
  /** Addresses whose domain may be a vendor's: an outside sender's, outside recipients' of our mail, a forwarded sender's. */
  outside: readonly string[];
  /** An outside sender writes about his own packages unless he writes a code. */
  fromOutside: boolean;
  filed: readonly string[];
};

export type Links = {
  packages: string[];
  ambiguous: boolean;
  unknown: boolean;
  /** The packages that a sentence itself names, by code, vendor or title, among `packages`. */
  of: (folded: string, text: string) => string[];
};

const TELLING_SHARE = 0.42;
const STRONG_SHARE = 0.62;

function vendorsNamed(folded: string, index: PackageIndex): { codes: string[]; vendor: string }[] {
  const found = new Map<string, { codes: string[]; vendor: string }>();
  for (const one of index.vendorNames) {
    const at = folded.indexOf(one.name);
    if (at < 0 || found.has(one.vendor)) continue;
    const before = folded[at - 1] ?? ' ';
    const behind = folded[at + one.name.length] ?? ' ';
    if (!/[\p{L}\p{N}@.-]/u.test(before) && !/[\p{L}\p{N}@]/u.test(behind)) found.set(one.vendor, one);
  }
  return [...found.values()];
}

const MOST_MATCHES = 40;

/** Packages whose titles the words match, best first; without those whose words a better match has all of and more. */
function byTitle(words: ReadonlySet<string>, index: PackageIndex, among: readonly string[] | null) {
  return packagesSharing(words, index, among)
    .sort((a, b) => b.weight - a.weight || a.code.localeCompare(b.code))
    .slice(0, MOST_MATCHES)
    .filter(
      (one, i, all) =>
        !all
          .slice(0, i)
          .some((better) => better.weight > one.weight && one.matched.every((word) => better.matched.includes(word))),
    );
}

type Matched = ReturnType<typeof byTitle>;

/** The best of several candidates, all that match well, or none when they are level. */
function choose(found: Matched, share: number): { codes: string[]; level: boolean } {
  const good = found.filter((one) => one.telling && one.share >= share);
  if (good.length > 0) return { codes: good.map(({ code }) => code), level: false };
  const [best, second] = found;
  if (!best || !best.telling) return { codes: [], level: found.length > 0 };
  if (second && second.weight > best.weight * 0.75 && second.telling) return { codes: [], level: true };
  return { codes: [best.code], level: false };
}

/**
 * The packages a message is about: codes and PO numbers written, what it is filed under, then the vendor's domain or
 * name with the words of titles. `ambiguous`: a vendor with several packages and nothing that tells them apart.
 */
export function linkPackages(input: LinkInput, index: PackageIndex): Links {
  const all = `${input.subject}\n${input.sentences.map(({ text }) => text).join('\n')}`;
  const folded = foldText(all);
  const hits = findCodes(all, index.codes);
  const linked = new Set<string>(hits.flatMap(({ code }) => (code ? [code] : [])));
  for (const code of packagesByPoNumber(folded, index)) linked.add(code);
  for (const code of input.filed) if (index.byCode.has(code)) linked.add(code);
  const written = linked.size > 0;
  const unknown = hits.some(({ code }) => code === null);
  const words = stemsOf(folded);
  let ambiguous = false;

  const ofDomain = [
    ...new Set(input.outside.flatMap((address) => index.byDomain.get(organisationOf(domainOf(address) ?? '')) ?? [])),
  ];
  const settle = (candidates: string[]) => {
    const inside = candidates.filter((code) => linked.has(code));
    if (inside.length > 0 || written) {
      for (const { code, share, telling } of byTitle(words, index, candidates))
        if (telling && share >= STRONG_SHARE && candidates.length > 1) linked.add(code);
      return;
    }
    if (candidates.length === 1 && !unknown) linked.add(candidates[0]!);
    else if (candidates.length > 0) {
      const { codes } = choose(byTitle(words, index, candidates), TELLING_SHARE);
      for (const code of codes) linked.add(code);
      if (codes.length === 0 && !unknown) ambiguous = true;
    }
  };
  if (ofDomain.length > 0) settle(ofDomain);

  if (!input.fromOutside || ofDomain.length === 0) {
    for (const text of [input.subject, ...input.sentences.map((one) => one.text)]) {
      const here = foldText(text);
      const stems = stemsOf(here);
      const own = findCodes(text, index.codes).some(({ code }) => code !== null);
      for (const { codes } of vendorsNamed(here, index)) {
        const titled = byTitle(stems, index, codes).filter((one) => one.telling);
        if (written || own) for (const { code, share } of titled) if (share >= TELLING_SHARE) linked.add(code);
        if (!written && !codes.some((code) => linked.has(code)) && ofDomain.length === 0) settle(codes);
      }
      const share = written || ofDomain.length > 0 ? STRONG_SHARE : TELLING_SHARE;
      if (!own || !written)
        for (const found of byTitle(stems, index, null))
          if (found.telling && found.share >= share) linked.add(found.code);
    }
    if (linked.size === 0 && !ambiguous && !unknown) {
      const { codes, level } = choose(byTitle(stemsOf(foldText(input.subject)), index, null), TELLING_SHARE);
      for (const code of codes) linked.add(code);
      if (codes.length === 0 && !level && !input.fromOutside)
        for (const code of choose(byTitle(words, index, null), TELLING_SHARE).codes) linked.add(code);
      else if (level && !input.fromOutside) ambiguous = true;
    }
  }
  if (linked.size > 0) ambiguous = false;
  if (linked.size === 0 && !unknown && input.older !== '')
    for (const { code } of findCodes(input.older, index.codes)) if (code) linked.add(code);

  const packages = [...linked];
  const named = (hereFolded: string, text: string): string[] => {
    const codes = findCodes(text, index.codes).flatMap(({ code }) => (code ? [code] : []));
    if (codes.length > 0) return codes.filter((code) => linked.has(code));
    const stems = stemsOf(hereFolded);
    const titled = byTitle(stems, index, packages).filter((one) => one.telling);
    const vendors = vendorsNamed(hereFolded, index).flatMap((one) => one.codes.filter((code) => linked.has(code)));
    const both = titled.filter(({ code }) => vendors.includes(code));
    if (both.length > 0) return [both[0]!.code];
    if (vendors.length > 0) return [...new Set(vendors)];
    return titled[0] && (titled[1] === undefined || titled[0].weight > titled[1].weight) ? [titled[0].code] : [];
  };
  const known = new Map<string, string[]>();
  return {
    packages,
    ambiguous,
    unknown,
    of(hereFolded, text) {
      const found = known.get(text) ?? named(hereFolded, text);
      known.set(text, found);
      return found;
    },
  };
}
