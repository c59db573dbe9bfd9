import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { buildMessage } from './build-message.ts';
import { type EmailSource, jsonMessageInput } from './email.schema.ts';
import { type Received, receiveEmail } from './receive-email.ts';

/**
 * Stores a message of the JSON form `{message_id, sender, subject, body, package_code?}` as the RFC 5322 message that
 * it stands for. Throws forbidden, a ZodError naming the wrong field, and what `receiveEmail` throws.
 */
export async function receiveJson(db: Db, actor: Actor, body: unknown, source: EmailSource): Promise<Received> {
  requireCan(actor, 'email.ingest');
  const message = jsonMessageInput.parse(body);
  return receiveEmail(db, actor, { raw: buildMessage(message), source, givenPackageCode: message.package_code });
}
