import { MultipartParseError, parseMultipart } from '@remix-run/multipart-parser';
import { DomainError } from '../../errors.ts';
import { LARGEST_CALL } from './webhook-call.ts';

const MOST_FIELDS = 200;

const percent = (text: string) => {
  const bytes = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = /^%([0-9a-f]{2})/i.exec(text.slice(i, i + 3))?.[1];
    bytes[length++] = code ? parseInt(code, 16) : text[i] === '+' ? 0x20 : text.charCodeAt(i);
    if (code) i += 2;
  }
  return bytes.subarray(0, length);
};

/**
 * The fields of a form as bytes, because a raw message need not be text in any one charset; of a name given twice the
 * first. Throws unsupported for another type, bad_request for a broken form.
 */
export function formFields(headers: Headers, body: Uint8Array): Map<string, Buffer> {
  const type = headers.get('content-type') ?? '';
  const fields = new Map<string, Buffer>();
  const add = (name: string, value: Buffer) => void (fields.has(name) || fields.set(name, value));
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    for (const pair of Buffer.from(body).toString('latin1').split('&', MOST_FIELDS)) {
      const at = pair.indexOf('=');
      if (at > 0) add(percent(pair.slice(0, at)).toString('utf8'), percent(pair.slice(at + 1)));
    }
    return fields;
  }
  const boundary = /^multipart\/form-data\b.*?\bboundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type);
  if (!boundary) throw new DomainError('unsupported', 'Send a form: multipart/form-data or URL-encoded.');
  try {
    const limits = { maxFileSize: LARGEST_CALL, maxTotalSize: LARGEST_CALL, maxParts: MOST_FIELDS };
    for (const part of parseMultipart(body, { boundary: boundary[1] ?? boundary[2]!, ...limits }))
      if (part.name) add(part.name, Buffer.from(part.bytes));
  } catch (error) {
    if (error instanceof MultipartParseError) throw new DomainError('bad_request', 'The form is broken or cut off.');
    throw error;
  }
  return fields;
}
