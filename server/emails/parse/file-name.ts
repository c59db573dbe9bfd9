import { cleanLine } from './clean-text.ts';

const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const BYTES = 200;

const EXTENSIONS: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/json': 'json',
  'application/msword': 'doc',
  'application/pgp-signature': 'asc',
  'application/pkcs7-mime': 'p7m',
  'application/pkcs7-signature': 'p7s',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
  'image/webp': 'webp',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/rfc822-headers': 'txt',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
};

/** The usual extension of a content type without the dot; `bin` when not known. */
export function extensionOf(contentType: string): string {
  return EXTENSIONS[contentType] ?? 'bin';
}

function clipBytes(name: string, limit: number): string {
  if (Buffer.byteLength(name) <= limit) return name;
  let out = '';
  let size = 0;
  for (const character of name) {
    size += Buffer.byteLength(character);
    if (size > limit) break;
    out += character;
  }
  return out.trimEnd();
}

/**
 * A sent name made safe for a download: the last path segment, no control or direction characters, no trailing dots and
 * spaces, no Windows device name, at most 200 bytes of UTF-8 with its extension kept. Null when nothing is left.
 */
export function safeFileName(sent: string): string | null {
  const joined = cleanLine(sent).replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g, '');
  const segments = joined.split(/[\\/]+/).filter((segment) => !/^[.\s]*$/.test(segment));
  let name = (segments.at(-1) ?? '').replace(/^\s+|[.\s]+$/g, '');
  if (name === '') return null;
  if (RESERVED.test(name)) name = `_${name}`;
  if (Buffer.byteLength(name) <= BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 20 ? name.slice(dot) : '';
  return clipBytes(extension ? name.slice(0, dot) : name, BYTES - Buffer.byteLength(extension)) + extension;
}
