import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

/** `{items, nextCursor}` of an item. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

type Given = Pick<Endpoint, 'path' | 'tag'> & Partial<Endpoint> & { summary: string };

/** A reading endpoint that answers 200 with one schema. */
export function reads(given: Given, about: string, schema: z.ZodType): Endpoint {
  return { method: 'get', scope: 'read', answers: { 200: { about, schema } }, ...given };
}

/** A writing endpoint: POST unless said otherwise. */
export function writes(given: Given, status: number, about: string, schema?: z.ZodType): Endpoint {
  return { method: 'post', scope: 'write', answers: { [status]: { about, schema } }, ...given };
}
