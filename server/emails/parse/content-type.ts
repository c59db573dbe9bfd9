import libmime from 'libmime';
import { cleanLine } from './clean-text.ts';
import { decodeWords } from './decode-words.ts';
import type { HeaderMap } from './header-fields.ts';

export type ContentHeader = { value: string; params: Record<string, string> };

const PARAM_LIMIT = 20_000;

/** `value; name=value` with RFC 2231 continuations and charsets, and encoded words where senders put them wrongly. */
export function parseContentHeader(text: string | null): ContentHeader {
  if (!text) return { value: '', params: {} };
  if (/^[\w!#$&^.+-]+\/?[\w!#$&^.+-]*$/.test(text)) return { value: text.toLowerCase(), params: {} };
  const mended = text
    .slice(0, PARAM_LIMIT)
    .replace(/^(attachment|inline)\s+(?=filename)/i, '$1; ')
    // a path of Windows, its backslashes not doubled
    .replace(/="[A-Za-z]:\\(?!\\)[^"\r\n]{0,400}"/g, (value) => value.replaceAll('\\', '\\\\'));
  const parsed = libmime.parseHeaderValue(mended.replace(/[\r\n]+/g, ' '));
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed.params ?? {})) params[name.toLowerCase()] = String(value ?? '');
  const value = String(parsed.value ?? '')
    .trim()
    .toLowerCase();
  return { value: value.split(/[\s;,]/)[0] ?? '', params };
}

/**
 * The file name of a part as sent, not yet safe: disposition first, then Content-Type `name`, then a description or
 * location that ends like a file; null when none.
 */
export function sentFileName(type: ContentHeader, disposition: ContentHeader, headers: HeaderMap): string | null {
  for (const name of [disposition.params['filename'], type.params['name'], type.params['filename']]) {
    if (name && name.trim()) return decodeWords(/^'[^']+'$/.test(name) ? name.slice(1, -1) : name);
  }
  if (/^(text\/(plain|html)|multipart\/.*|)$/.test(type.value)) return null;
  for (const header of ['content-description', 'content-location']) {
    const named = decodeWords(headers.first(header) ?? '').trim();
    if (/^[^/\\:?#]{1,150}\.[a-z0-9]{2,5}$/i.test(named)) return named;
  }
  return null;
}

/** A Content-ID without angle brackets; null when empty. */
export function contentIdOf(headers: HeaderMap): string | null {
  const id = cleanLine(headers.first('content-id') ?? '')
    .replace(/^<|>$/g, '')
    .trim();
  return id === '' ? null : id.slice(0, 500);
}
