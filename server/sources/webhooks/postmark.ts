import { z } from 'zod';
import type { Received } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';
import { basicPassword, equalSecrets, notAuthentic, storeFrom, type WebhookCall } from './webhook-call.ts';

const payload = z.object({ RawEmail: z.string().min(1) });

/**
 * A message from Postmark's inbound webhook (postmarkapp.com/developer/webhooks/inbound-webhook), authentic by the
 * password in its URL; "Include raw email content in JSON payload" must be on. Throws not_found where it is not
 * configured, unauthenticated, bad_request, invalid, too_large.
 */
export async function receivePostmark({ db, values, headers, body }: WebhookCall): Promise<Received> {
  const secret = values.MAIL_POSTMARK_SECRET;
  if (!secret) throw new DomainError('not_found', 'The Postmark webhook is not configured here.');
  // Before the body is read. Postmark tries again after a 401; a 403 would make it give up.
  if (!equalSecrets(basicPassword(headers) ?? '', secret)) throw notAuthentic('The password in the URL is wrong.');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(await body()).toString('utf8'));
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('bad_request', 'The body is not JSON.');
  }
  const read = payload.safeParse(value);
  if (!read.success)
    throw new DomainError(
      'invalid',
      'RawEmail is missing: turn on “Include raw email content in JSON payload” in Postmark’s inbound stream.',
    );
  return storeFrom(db, 'postmark', Buffer.from(read.data.RawEmail, 'utf8'));
}
