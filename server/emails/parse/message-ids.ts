import { cleanText } from './clean-text.ts';
import { parseLimits } from './parsed-message.ts';

const ID = /<([^<>\s]{1,990})>/g;

/** Ids in angle brackets without white space inside, in order, each once. Anything else is not an id. */
export function messageIdsOf(text: string | null): string[] {
  if (!text) return [];
  const ids = new Set<string>();
  for (const match of cleanText(text.slice(0, 100_000)).matchAll(ID)) {
    ids.add(`<${match[1]}>`);
    if (ids.size >= parseLimits.references) break;
  }
  return [...ids];
}

/** The message's own id: bracketed, or one bare token with an `@`, which some senders write. */
export function ownMessageId(text: string | null): string | null {
  const bracketed = messageIdsOf(text)[0];
  if (bracketed) return bracketed;
  const bare = cleanText(text?.slice(0, 2000) ?? '').trim();
  return /^[^\s<>()",;]{1,490}@[^\s<>()",;@]{1,490}$/.test(bare) ? `<${bare}>` : null;
}
