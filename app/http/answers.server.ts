import { z } from 'zod';
import { DomainError, type FieldError, isDatabaseAway, STATUS_OF } from '~server/errors.ts';
import { logger } from '~server/logger.ts';
import { reportError } from '~server/telemetry/report-error.ts';
import { keepBody } from '~server/web/kept-body.ts';

const JSON_LIMIT = 10 * 1024 * 1024;

/** A JSON answer. `body` may be text that PostgreSQL already built. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers };
  return keepBody(new Response(text, { status, headers: all }), text);
}

/** zod's issues as wrong fields, each with its path and what to do. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not a field here; remove it' }))
      : [{ field: issue.path.join('.'), message: sentenceOf(issue) }],
  );
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What to do, where the schema says no more than zod's own words. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (!issue.message.startsWith('Invalid input')) return issue.message;
  const kind = issue.code === 'invalid_type' ? KINDS[issue.expected] : undefined;
  return kind ? `Give ${kind}.` : 'This is not of a form that fits here; /api/docs says which is.';
}

/** Any thrown thing as `{error:{code,message,details?}}`; an unexpected one is logged and says nothing of itself. */
export function errorResponse(error: unknown, requestId?: string): Response {
  if (error instanceof Response) return error;
  if (error instanceof z.ZodError) {
    const fields = fieldErrors(error);
    const message = fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
    return json({ error: { code: 'invalid', message, details: { fields } } }, 422);
  }
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    return json({ error: { code, message, ...(details ? { details } : {}) } }, STATUS_OF[code]);
  }
  if (isDatabaseAway(error)) {
    logger.warn({ err: error, requestId }, 'database unavailable');
    return json(
      { error: { code: 'unavailable', message: 'The database cannot be reached. Try again shortly.' } },
      503,
      {
        'retry-after': '5',
      },
    );
  }
  logger.error({ err: error, requestId }, 'unexpected failure');
  reportError(error, { at: 'request' });
  return json(
    {
      error: {
        code: 'internal',
        message: `Something went wrong on our side. Say ${requestId ?? ''} when you report it.`,
      },
    },
    500,
  );
}

/** The request's bytes, refused with 413 above `limit` without reading further. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new DomainError('too_large', `The body is larger than ${Math.floor(limit / 1024 / 1024)} MB.`, { limit });
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > limit) {
      void reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
}

/** The request's JSON object. 415 for another type, 400 for what is not JSON or not UTF-8, 413 above 10 MB. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new DomainError('unsupported', 'Send JSON with Content-Type: application/json.');
  const bytes = await readBytes(request, JSON_LIMIT);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DomainError(
      'bad_request',
      `The body is not valid JSON in UTF-8: ${error instanceof Error ? error.message : ''}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DomainError('invalid', 'The body must be a JSON object.', {
      fields: [{ field: '', message: 'must be an object' }],
    });
  return value as Record<string, unknown>;
}

/** Like readJson, where an empty body means no fields. */
export async function readOptionalJson(request: Request): Promise<Record<string, unknown>> {
  const empty = request.body === null || request.headers.get('content-length') === '0';
  return empty ? {} : readJson(request);
}

/** The query string as an object for a zod schema; a parameter given twice becomes a list. */
export function queryOf(url: URL): Record<string, string | string[]> {
  const valuesOf = (key: string): string | string[] => {
    const values = url.searchParams.getAll(key);
    return values.length > 1 ? values : values[0]!;
  };
  // Not by assignment: a parameter called __proto__ would vanish instead of being refused.
  return Object.fromEntries([...new Set(url.searchParams.keys())].map((key) => [key, valuesOf(key)]));
}
