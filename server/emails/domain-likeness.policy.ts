const SECOND_LEVEL = new Set(['co', 'com', 'org', 'net', 'gov', 'ac', 'edu', 'or', 'ne', 'gob', 'nom']);

/** The part of a domain that an organisation registers: `voltara.example`, `voltara.co.uk`. Without a list of all suffixes. */
export function organisationOf(domain: string): string {
  const labels = domain.toLowerCase().replace(/\.$/, '').split('.');
  const suffix = labels.length > 2 && labels.at(-1)!.length === 2 && SECOND_LEVEL.has(labels.at(-2)!) ? 3 : 2;
  return labels.slice(-suffix).join('.');
}

/** The domain of an address in lower case; null without one. */
export function domainOf(address: string | null | undefined): string | null {
  const at = address?.lastIndexOf('@') ?? -1;
  const domain =
    at < 0
      ? ''
      : address!
          .slice(at + 1)
          .trim()
          .toLowerCase()
          .replace(/\.$/, '');
  return domain === '' ? null : domain;
}

/** Whether the domain is the other one or below it. */
export function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}

const TWINS: [RegExp, string][] = [
  [/[0οоӧ]/g, 'o'],
  [/[1il|ıіӏ!]/g, 'l'],
  [/[3её]/g, 'e'],
  [/[5ѕ]/g, 's'],
  [/[аα]/g, 'a'],
  [/[рρ]/g, 'p'],
  [/с/g, 'c'],
  [/[хχ]/g, 'x'],
  [/[уү]/g, 'y'],
  [/ԁ/g, 'd'],
  [/[нһ]/g, 'h'],
  [/к/g, 'k'],
  [/м/g, 'm'],
  [/т/g, 't'],
  [/в/g, 'b'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];

/** Two names that look the same to a hurried reader have the same skeleton. */
function skeleton(name: string): string {
  let text = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  for (const [pattern, letter] of TWINS) text = text.replace(pattern, letter);
  return text;
}

/** Edits (insert, delete, change, swap neighbours) that make one text the other; more than `limit` is given as limit + 1. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(row[j]! + 1, next[j - 1]! + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return Math.min(row[b.length]!, limit + 1);
}

const hasDigit = (text: string) => /\d/.test(text);

/** Whether a label of a foreign domain imitates a known name. Numbered siblings (site12, site13) do not. */
function imitates(label: string, name: string, nameSkeleton: string): boolean {
  if (skeleton(label) === nameSkeleton) return true;
  if (label.split('-').includes(name) || label.startsWith(`${name}-`) || label.endsWith(`-${name}`)) return true;
  if (name.length >= 6 && label.length >= name.length + 2 && (label.startsWith(name) || label.endsWith(name)))
    return true;
  if (hasDigit(label) && hasDigit(name) && label.replace(/\d/g, '') === name.replace(/\d/g, '')) return false;
  const limit = name.length >= 9 ? 2 : name.length >= 5 ? 1 : 0;
  return limit > 0 && editDistance(label, name, limit) <= limit;
}

export type KnownDomain = { domain: string; organisation: string; name: string; skeleton: string };

/** A domain of ours or of a vendor, prepared for `lookAlike`. */
export function knownDomain(domain: string): KnownDomain {
  const organisation = organisationOf(domain);
  const name = organisation.split('.')[0]!;
  return { domain: domain.toLowerCase(), organisation, name, skeleton: skeleton(name) };
}

/**
 * The known domain that a foreign one imitates by look (homoglyphs), by a slip of one or two letters, by an added word
 * or by another ending; null for a domain that is known, below a known one, or like none.
 */
export function lookAlike(domain: string, known: readonly KnownDomain[]): string | null {
  const foreign = domain.toLowerCase();
  if (known.some((one) => isWithin(foreign, one.domain))) return null;
  const labels = foreign.split('.').slice(0, -1);
  const organisation = organisationOf(foreign);
  const found = known.find(
    (one) =>
      one.name.length >= 4 &&
      one.organisation !== organisation &&
      labels.some((label) => imitates(label, one.name, one.skeleton)),
  );
  return found?.domain ?? null;
}
