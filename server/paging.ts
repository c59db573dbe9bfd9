import { DomainError } from './errors.ts';

/** Opaque to callers: the sort key and id of the last item shown. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key of a cursor with `length` parts. Throws `invalid` for one that we did not make. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const scalar = (part: unknown) =>
      part === null || typeof part === 'number' || (typeof part === 'string' && !part.includes('\0'));
    if (Array.isArray(key) && key.length === length && key.every(scalar)) return key;
  } catch {
    // falls through to the refusal below
  }
  throw wrongCursor();
}

/** The refusal of a cursor that this list did not give out. */
export function wrongCursor(): DomainError {
  return new DomainError('invalid', 'cursor: this is not a cursor of this list; leave it out to start again.', {
    fields: [{ field: 'cursor', message: 'is not a cursor of this list' }],
  });
}
