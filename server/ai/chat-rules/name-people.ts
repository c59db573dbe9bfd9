import { foldText } from '../rules/fold-text.ts';
import type { WorldPerson } from '../rules/understanding.ts';

export type NamedPerson = { email: string; name: string; start: number; end: number };

/** First names that are words as well: only people where no order begins with them. */
const ALSO_WORDS = new Set(['mark', 'will', 'may', 'grant', 'bill', 'drew', 'chase', 'rob', 'pat', 'june', 'april']);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** People named in a text by address, whole name, first name or surname, in order; each place is one person's. */
export function namePeople(
  text: string,
  people: readonly WorldPerson[],
): { people: NamedPerson[]; level: WorldPerson[] } {
  const folded = foldText(text);
  const found: NamedPerson[] = [];
  const level: WorldPerson[] = [];
  const free = (start: number, end: number) => found.every((one) => end <= one.start || start >= one.end);
  const active = people.filter((one) => one.active);
  const look = (words: string, ofWhom: readonly WorldPerson[]) => {
    for (const match of folded.matchAll(
      new RegExp(`(?<![\\p{L}\\p{N}@._-])${escaped(words)}(?![\\p{L}\\p{N}@])`, 'gu'),
    )) {
      const end = match.index + words.length;
      if (!free(match.index, end)) continue;
      if (ALSO_WORDS.has(words) && (match.index === 0 || text[match.index] === folded[match.index])) continue;
      if (ofWhom.length > 1) level.push(...ofWhom);
      else found.push({ email: ofWhom[0]!.email, name: ofWhom[0]!.name, start: match.index, end });
    }
  };
  for (const one of active) look(foldText(one.email), [one]);
  const groups = new Map<string, WorldPerson[]>();
  const group = (words: string, one: WorldPerson) => {
    if (words.length > 1) groups.set(words, [...(groups.get(words) ?? []), one]);
  };
  for (const one of active) group(foldText(one.name), one);
  for (const [words, ofWhom] of groups) look(words, ofWhom);
  groups.clear();
  for (const one of active) {
    const parts = foldText(one.name).split(/\s+/);
    group(parts[0]!, one);
    if (parts.length > 1) group(parts.at(-1)!, one);
  }
  const present = new Set(folded.match(/\p{L}[\p{L}'-]*/gu)?.flatMap((word) => [word, word.replace(/'s?$/, '')]));
  for (const [words, ofWhom] of groups) if (present.has(words)) look(words, ofWhom);
  return { people: found.sort((a, b) => a.start - b.start), level };
}
