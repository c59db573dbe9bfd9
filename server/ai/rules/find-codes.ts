import type { WorldPackage } from './understanding.ts';

/** A package code in a text; `code` null: it reads like one of ours but there is no such package. */
export type CodeHit = { start: number; end: number; code: string | null };

export type CodeIndex = {
  byNumber: Map<string, string>;
  prefixes: Set<string>;
  lengths: Set<number>;
  byBareNumber: Map<number, string | null>;
};

const CODE = /^([A-Z][A-Z0-9]*?)-(\d+)$/;

export function indexCodes(packages: readonly WorldPackage[]): CodeIndex {
  const index: CodeIndex = { byNumber: new Map(), prefixes: new Set(), lengths: new Set(), byBareNumber: new Map() };
  for (const { code } of packages) {
    const [, prefix, digits] = CODE.exec(code) ?? [];
    if (prefix === undefined || digits === undefined) continue;
    index.byNumber.set(`${prefix}-${Number(digits)}`, code);
    index.prefixes.add(prefix);
    index.lengths.add(digits.length);
    index.byBareNumber.set(Number(digits), index.byBareNumber.has(Number(digits)) ? null : code);
  }
  return index;
}

const WRITTEN = /(?<![\p{L}\p{N}_.@/-])([A-Za-z]{1,8})([ ]?[-‐‑‒–—−][ ]?|[ ]?)(\d{1,8})(?![\p{L}\p{N}_@]|[-‐‑]\p{N})/gu;
const FOLLOWING = /^(?:\s*(?:\/|&|\+|,|and|und|y|et|e)\s*)(\d{2,8})(?![\p{L}\p{N}_@.,-])/u;
const BARE =
  /\b(?:package|pkg|packages|paket|paquete|pacchetto|lot)s?\.? (?:no\.? ?|nr\.? ?|#)?(\d{2,4})\b(?![.,]\d)/giu;
const TAG_BEFORE =
  /\b(?:tag|tags|pump|valve|drawing|dwg|document|doc|invoice|clause|item|transmittal|line|equipment)s?(?: no\.?| nr\.?)? ?$/i;
const DENIED_BEFORE =
  /\b(?:not|nicht|no|pas|non|instead of|rather than|statt|en lugar de)(?: (?:for|to|about|fur|on))? ?$/i;

/** The package codes of a text, in order: `P-001`, `p–1`, `P001`, `WP 210`, `P-001/006`, "package 14". */
export function findCodes(text: string, index: CodeIndex): CodeHit[] {
  const hits: CodeHit[] = [];
  const add = (start: number, end: number, code: string | null) => {
    if (hits.length < 100 && hits.every((hit) => end <= hit.start || start >= hit.end)) hits.push({ start, end, code });
  };
  for (const match of text.slice(0, 100_000).matchAll(WRITTEN)) {
    const [whole, letters, joint, digits] = match as unknown as [string, string, string, string];
    const prefix = letters.toUpperCase();
    if (!index.prefixes.has(prefix)) continue;
    const hyphen = /\S/.test(joint);
    if (!hyphen && (digits.length < 2 || (joint === ' ' && letters !== prefix))) continue;
    const code = index.byNumber.get(`${prefix}-${Number(digits)}`) ?? null;
    const end = match.index + whole.length;
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    if (code === null) {
      if (hyphen && index.lengths.has(digits.length) && !TAG_BEFORE.test(before)) add(match.index, end, null);
      continue;
    }
    if (DENIED_BEFORE.test(before)) continue;
    add(match.index, end, code);
    const following = FOLLOWING.exec(text.slice(end, end + 24));
    const second = following ? index.byNumber.get(`${prefix}-${Number(following[1])}`) : undefined;
    if (following && second && following[1]!.length === digits.length) add(end, end + following[0].length, second);
  }
  for (const match of text.slice(0, 100_000).matchAll(BARE)) {
    const code = index.byBareNumber.get(Number(match[1]));
    if (code) add(match.index, match.index + match[0].length, code);
  }
  return hits.sort((a, b) => a.start - b.start);
}
