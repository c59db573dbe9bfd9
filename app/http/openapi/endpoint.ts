import type { z } from 'zod';

/** One operation of the API as /api/openapi.json and /api/docs describe it. */
export type Endpoint = {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** With `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  /** More than the summary says: rules, refusals, what follows. */
  description?: string;
  /** The scope a token needs, or null where nobody has to sign in. */
  scope: 'read' | 'write' | 'admin' | null;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Media types of the body beside JSON. */
  bodyTypes?: string[];
  /** Status to schema; null is an answer without a JSON body. */
  answers: Record<number, { about: string; schema?: z.ZodType; type?: string }>;
  /** Refusals beside 401, 403, 429 and, with a body or query, 400, 413, 415 and 422. */
  refusals?: (404 | 409)[];
};
