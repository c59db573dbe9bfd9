/** Longest stretch that is held back because a bracket in it is not closed yet. */
const LONGEST_HELD = 600;

/**
 * A model's words as plain text: no HTML, no images, no addresses of other sites, no marks of ours. A link keeps its
 * words; a path of PMIS stays.
 */
export function cleanText(text: string): string {
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)?/gu, '$1')
    .replace(/\[([^\]]*)\]\((\/(?![/\\])[^)\s]*)(?:\s[^)]*)?\)/gu, '$1 ($2)')
    .replace(/\[([^\]]*)\]\([^)]*\)?/gu, '$1')
    .replace(/\[\[?\/?(?:data|ref):[^\]]*\]?\]/gu, '')
    .replace(/<(?:script|style|iframe)\b[\s\S]*?(?:<\/(?:script|style|iframe)\s*>|$)/giu, '')
    .replace(/<\/?[a-z!][^>]*>/giu, '')
    .replace(/<(?=[a-z!/])/giu, '')
    .replace(/\b(?:https?|ftp|wss?):\/\/\S+|(?<![\w/])\/\/[\w-]+(?:\.[\w-]+)+\S*|\bwww\.\S+/giu, '(link removed)')
    .replace(/\b(?:javascript|vbscript|data):(?=\S)\S*/giu, '')
    .replace(/\*\*|__/gu, '')
    .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, (char) =>
      char === '\n' || char === '\t' ? char : '',
    );
}

/** Where a text may be cut so that no link, tag or mark is cut in two: behind a space outside brackets. */
function safeCut(text: string): number {
  let cut = text.search(/\s\S*$/u) + 1;
  const open = Math.max(text.lastIndexOf('[', cut), text.lastIndexOf('<', cut), text.lastIndexOf('](', cut));
  if (open >= 0 && open < cut) {
    const closing = text[open] === '<' ? '>' : text.startsWith('](', open) ? ')' : ']';
    const closed = text.indexOf(closing, open + 1);
    if ((closed < 0 || closed >= cut) && text.length - open < LONGEST_HELD) cut = open;
  }
  // `[words](` must see its address.
  return text.slice(0, cut).endsWith(']') ? 0 : cut;
}

/** cleanText over a stream: gives each time the clean text that is new. */
export function streamCleaner(): { push: (delta: string) => string; end: () => string } {
  let held = '';
  return {
    push(delta) {
      held += delta;
      const cut = safeCut(held);
      const ready = cleanText(held.slice(0, cut));
      held = held.slice(cut);
      return ready;
    },
    end() {
      const rest = cleanText(held);
      held = '';
      return rest;
    },
  };
}
