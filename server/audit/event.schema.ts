import { z } from 'zod';
import { cursorInput, limitInput, strictInput } from '../lists/list.schema.ts';

/** Query of `GET /api/audit/:entityType/:idOrCode`. */
export const timelineInput = strictInput({ limit: limitInput, cursor: cursorInput });
export type TimelineInput = z.output<typeof timelineInput>;

const record = z.record(z.string(), z.unknown());

/** An event as the API answers it. `hash` is sha256(prevHash, newline, body); the export carries the bodies. */
export const eventOutput = z
  .object({
    id: z.int(),
    eventType: z.string(),
    entityType: z.string(),
    entityId: z.uuid(),
    packageId: z.uuid().nullable(),
    actor: record,
    via: z.string(),
    at: z.iso.datetime(),
    before: record.nullable(),
    after: record.nullable(),
    reason: z.string().nullable(),
    evidence: z.array(record).nullable(),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'Event' });

export type EventJson = z.output<typeof eventOutput>;
