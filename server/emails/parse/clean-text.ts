// Controls that no text needs. PostgreSQL's text refuses NUL, its jsonb refuses lone surrogates.
const CONTROLS = /(?![\t\n\f\r])\p{Cc}/gu;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Removes NUL, other control characters except tab and line ends, and lone surrogates. */
export function cleanText(text: string): string {
  const visible = text.replace(CONTROLS, '');
  return /[\ud800-\udfff]/.test(visible) ? visible.replace(LONE_SURROGATES, '') : visible;
}

/** A header value on one line: clean, white space runs from folding become one space, trimmed. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\t\n\f\r]+ */g, ' ')
    .trim();
}

/** At most `limit` UTF-16 units, never ending inside a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
