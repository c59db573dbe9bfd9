import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { ringDoorbell } from '../queue/doorbell.ts';
import { requireCan } from '../users/require-can.ts';
import { type EmailSource, type EmailStatus, LARGEST_MESSAGE } from './email.schema.ts';
import { findEmailByRaw, insertEmail } from './receive.queries.ts';

export type Received = { id: string; status: EmailStatus; duplicate?: true };

/** Ways in whose sender waits for an answer and is told that a message is too large. */
const ANSWERED: readonly EmailSource[] = ['api', 'ui'];

/**
 * Stores a message as it came, before anything else is tried, with the job that reads it; the one operation of every
 * way in. The same bytes again answer the first one's id with `duplicate`. When it returns, the message is committed.
 * `givenPackageCode` is kept as written: an unknown code leads to triage, not to a lost message.
 * Throws forbidden, invalid for zero bytes, too_large above 25 MB (by HTTP; by other ways it is stored and quarantined).
 */
export async function receiveEmail(
  db: Db,
  actor: Actor,
  {
    raw,
    source,
    mailSource,
    givenPackageCode,
  }: { raw: Uint8Array; source: EmailSource; mailSource?: string; givenPackageCode?: string },
): Promise<Received> {
  requireCan(actor, 'email.ingest');
  if (raw.byteLength === 0)
    throw new DomainError('invalid', 'The message is empty.', { fields: [{ field: '', message: 'is empty' }] });
  const tooLarge = raw.byteLength > LARGEST_MESSAGE;
  const reason = `The message has ${Math.ceil(raw.byteLength / 1024 / 1024)} MB; the limit is 25 MB.`;
  if (tooLarge && ANSWERED.includes(source)) throw new DomainError('too_large', reason, { limit: LARGEST_MESSAGE });
  const rawSha256 = createHash('sha256').update(raw).digest('hex');
  const email = {
    raw,
    rawSha256,
    source,
    mailSource,
    receivedBy: actor.kind === 'user' ? actor.userId : null,
    givenPackageCode: givenPackageCode ?? null,
    quarantine: tooLarge ? reason : null,
  };
  const stored = tooLarge
    ? await db.transaction().execute(async (tx) => {
        const kept = await insertEmail(tx, email);
        if (kept)
          await recordEvent(tx, actor, {
            entityType: 'email',
            entityId: kept.id,
            eventType: 'email_quarantined',
            after: { status: 'quarantined', error: reason },
          });
        return kept;
      })
    : await insertEmail(db, email);
  if (stored) {
    if (stored.status === 'received') ringDoorbell(db, 'process_email');
    return stored;
  }
  const first = await findEmailByRaw(db, rawSha256);
  if (!first) throw new Error(`The message ${rawSha256} is neither new nor stored.`);
  return { ...first, duplicate: true };
}
