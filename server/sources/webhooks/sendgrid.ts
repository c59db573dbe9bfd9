import { createPublicKey, verify } from 'node:crypto';
import type { Received } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';
import { formFields } from './form-fields.ts';
import { basicPassword, equalSecrets, notAuthentic, storeFrom, type WebhookCall } from './webhook-call.ts';

/** Whether the public key of the security policy signed timestamp and body: ECDSA over SHA-256. */
function isSigned(headers: Headers, body: Uint8Array, publicKey: string): boolean {
  const signature = headers.get('x-twilio-email-event-webhook-signature');
  const timestamp = headers.get('x-twilio-email-event-webhook-timestamp');
  if (!signature || !timestamp) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  try {
    return verify('sha256', Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/**
 * A message from SendGrid's Inbound Parse with "POST the raw, full MIME message" (twilio.com/docs/sendgrid, Securing
 * your Inbound Parse webhooks), authentic by its signature, by the password in its URL, or by both where both are
 * configured. The signature covers the message: a call repeated brings the same message. Throws not_found where it is
 * not configured, unauthenticated, bad_request, unsupported, invalid, too_large.
 */
export async function receiveSendgrid({ db, values, headers, body }: WebhookCall): Promise<Received> {
  const { MAIL_SENDGRID_PUBLIC_KEY: publicKey, MAIL_SENDGRID_SECRET: secret } = values;
  if (!publicKey && !secret) throw new DomainError('not_found', 'The SendGrid webhook is not configured here.');
  if (secret && !equalSecrets(basicPassword(headers) ?? '', secret))
    throw notAuthentic('The password in the URL is wrong.');
  const bytes = await body();
  if (publicKey && !isSigned(headers, bytes, publicKey)) throw notAuthentic('The signature is wrong.');
  const raw = formFields(headers, bytes).get('email');
  if (!raw || raw.length === 0)
    throw new DomainError('invalid', 'email is missing: turn on “POST the raw, full MIME message” in Inbound Parse.');
  return storeFrom(db, 'sendgrid', raw);
}
