/** More people named in one comment are not told. */
export const MOST_MENTIONS = 20;

/** Names have at most so many words. */
const MOST_WORDS = 4;

/** What stands after one `@`: an address, or the words that may be a name, in lower case. */
export type Mention = { email: string } | { words: string[] };

export type Mentionable = { id: string; email: string; name: string };

const AT = /(?<![\p{L}\p{N}._%+-])@/gu;
const ADDRESS = /^[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/i;
const WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*/u;

const trimmed = (word: string) => word.replace(/[.'’-]+$/, '').toLowerCase();

function wordsFrom(text: string): string[] {
  const words: string[] = [];
  for (let rest = text; words.length < MOST_WORDS;) {
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) break;
    words.push(trimmed(word));
    // A full stop ends the name; one space leads to its next word.
    if (word !== word.replace(/[.'’-]+$/, '') || rest[word.length] !== ' ') break;
    rest = rest.slice(word.length + 1);
  }
  return words;
}

/** Everybody whom a text names with `@`, in their order; an `@` inside an address names nobody. */
export function mentionsIn(text: string): Mention[] {
  const mentions: Mention[] = [];
  for (const { index } of text.matchAll(AT)) {
    if (mentions.length >= MOST_MENTIONS) break;
    const rest = text.slice(index + 1, index + 321);
    const address = ADDRESS.exec(rest)?.[0];
    const words = address ? [] : wordsFrom(rest);
    if (address) mentions.push({ email: trimmed(address) });
    else if (words.length > 0) mentions.push({ words });
  }
  return mentions;
}

/** The names that a mention may mean, the longest first: "alice novak please", "alice novak", "alice". */
export function namesOf(mention: Mention): string[] {
  if ('email' in mention) return [];
  return mention.words.map((_word, at) => mention.words.slice(0, mention.words.length - at).join(' '));
}

function meant(mention: Mention, people: readonly Mentionable[]): string | null {
  if ('email' in mention) return people.find(({ email }) => email === mention.email)?.id ?? null;
  for (const name of namesOf(mention)) {
    const named = people.filter((one) => one.name.toLowerCase() === name);
    if (named.length === 1) return named[0]!.id;
  }
  const first = mention.words[0]!;
  const byFirst = people.filter(
    ({ name, email }) => name.toLowerCase().split(' ')[0] === first || email.split('@')[0] === first,
  );
  return byFirst.length === 1 ? byFirst[0]!.id : null;
}

/** The ids of those whom the mentions mean; a name that several people have means nobody. */
export function mentionedAmong(mentions: readonly Mention[], people: readonly Mentionable[]): string[] {
  const ids = mentions.map((mention) => meant(mention, people)).filter((id) => id !== null);
  return [...new Set(ids)];
}
