import { z } from 'zod';
import { limitInput, strictInput } from '../lists/list.schema.ts';
import { oneLine } from '../text/text.schema.ts';

const FOUND_TYPES = ['package', 'task', 'approval', 'vendor', 'email'] as const;
export type FoundType = (typeof FOUND_TYPES)[number];

/** Query of `GET /api/search`. Each kind's own list goes further than the `limit` best here. */
export const searchInput = strictInput({ q: oneLine(200), limit: limitInput });

/** One thing found. `code` is null for what has none; `package` is the code of the package that it belongs to. */
export const foundOutput = z
  .object({
    type: z.enum(FOUND_TYPES),
    id: z.uuid(),
    code: z.string().nullable(),
    title: z.string(),
    package: z.string().nullable(),
    status: z.string().nullable(),
    /** The day or instant that tells it from others of its kind: delivery, due date, arrival. */
    at: z.string().nullable(),
  })
  .meta({ id: 'Found' });
export type Found = z.output<typeof foundOutput>;
