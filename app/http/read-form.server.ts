import { DomainError } from '~server/errors.ts';
import { readBytes } from './answers.server.ts';

const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;
const MB = 1024 * 1024;

/** The largest form of a signed-in person: several message files at once. */
export const LARGEST_FORM = 100 * MB;

/**
 * A page's form, read no further than `limit` bytes. Throws `method_not_allowed` for anything but POST, `unsupported`
 * for what is no form, `too_large`, and `bad_request` for a broken one.
 */
export async function readForm(request: Request, limit = 2 * MB): Promise<FormData> {
  if (request.method !== 'POST')
    throw new DomainError('method_not_allowed', `${request.method} is not possible on a page. Send its form.`);
  const type = request.headers.get('content-type') ?? '';
  if (!FORM.test(type)) throw new DomainError('unsupported', 'A page takes a form. The API under /api takes JSON.');
  const bytes = await readBytes(request, limit);
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new DomainError('bad_request', 'The form is broken. Reload the page and send it again.');
  }
}
