/** Every expected failure and its HTTP status; the one map between them. */
export const STATUS_OF = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

/** One wrong field of an input: its path in the input and what to do about it. */
export type FieldError = { field: string; message: string };

/**
 * An expected failure. Throwing it rolls the transaction back; outcomes that must be kept are returned, not thrown.
 * `message` is a sentence for the person who can mend it; `details` is plain data (`fields` for wrong fields).
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details?: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** Whether an error says that PostgreSQL cannot be reached or has no room: the caller may come again shortly. */
export function isDatabaseAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    /^(08|53|57P|25006)/.test(code) ||
    /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|Connection terminated|not queryable|timeout exceeded/.test(
      String(error),
    )
  );
}
