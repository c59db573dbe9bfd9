import { cleanText } from './clean-text.ts';
import { parseLimits } from './parsed-message.ts';

const ID = /<([^<>]{1,990})>/g;
const BARE = /^[^\s<>()",;@]{1,490}@[^\s<>()",;@]{1,490}$/;

/** Ids in angle brackets, in order, each once. Anything else is not an id: many a bare word is the sender's address. */
export function messageIdsOf(text: string | null): string[] {
  if (!text) return [];
  const ids = new Set<string>();
  for (const match of cleanText(text.slice(0, 100_000)).matchAll(ID)) {
    const id = match[1]!.trim();
    // one that was folded in its middle is joined; several words are none
    if (!/^\S+(\s\S+)?$/.test(id) || (/\s/.test(id) && !/[^\s]@[^\s]/.test(id))) continue;
    ids.add(`<${id.replace(/\s/, '')}>`);
    if (ids.size >= parseLimits.references) break;
  }
  return [...ids];
}

/** The message's own id: bracketed, or one bare token with an `@`, which some senders write. */
export function ownMessageId(text: string | null): string | null {
  const bracketed = messageIdsOf(text)[0];
  if (bracketed) return bracketed;
  const bare = cleanText(text?.slice(0, 2000) ?? '').trim();
  return BARE.test(bare) ? `<${bare}>` : null;
}
