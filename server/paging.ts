import { isValidDate } from './dates/date.policy.ts';
import { DomainError } from './errors.ts';

/** Opaque to callers: the sort key and id of the last item shown. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** What a part of a cursor must be, so that PostgreSQL can read it. */
export type CursorPart = 'text' | 'uuid' | 'date' | 'instant' | 'integer';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** As PostgreSQL writes a timestamptz, as text or in JSON. */
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)$/;

const FITS: Record<CursorPart, (part: unknown) => boolean> = {
  text: (part) => typeof part === 'string' && !part.includes('\0'),
  uuid: (part) => typeof part === 'string' && UUID.test(part),
  date: (part) => part === 'infinity' || isValidDate(part),
  instant: (part) => typeof part === 'string' && isValidDate(INSTANT.exec(part)?.[1]),
  integer: (part) => Number.isSafeInteger(part),
};

/** The key of a cursor, each part of its kind. Throws `invalid` for one that we did not make. */
export function decodeCursor(cursor: string, parts: readonly CursorPart[]): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === parts.length && parts.every((part, i) => FITS[part](key[i]))) return key;
  } catch {
    // falls through to the refusal below
  }
  throw wrongCursor();
}

/** The refusal of a cursor that this list did not give out. */
function wrongCursor(): DomainError {
  return new DomainError('invalid', 'cursor: this is not a cursor of this list; leave it out to start again.', {
    fields: [{ field: 'cursor', message: 'is not a cursor of this list' }],
  });
}
