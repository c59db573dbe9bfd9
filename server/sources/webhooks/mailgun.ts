import { createHash, createHmac } from 'node:crypto';
import type { Received } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';
import { formFields } from './form-fields.ts';
import { useToken } from './inbound-token.queries.ts';
import { equalSecrets, notAuthentic, storeFrom, type WebhookCall } from './webhook-call.ts';

/** Mailgun tries again for 8 hours. */
const WINDOW_S = 12 * 3600;

/**
 * A message from a Mailgun route whose URL ends in `mime` (documentation.mailgun.com, Receiving Messages via HTTP),
 * authentic by HMAC-SHA256 over timestamp and token. Because that does not cover the message, a token is good for one
 * message, within 12 hours. Throws not_found where it is not configured, unauthenticated, bad_request, unsupported,
 * invalid, too_large.
 */
export async function receiveMailgun({ db, values, headers, body }: WebhookCall): Promise<Received> {
  const key = values.MAIL_MAILGUN_SIGNING_KEY;
  if (!key) throw new DomainError('not_found', 'The Mailgun webhook is not configured here.');
  const fields = formFields(headers, await body());
  const text = (name: string) => fields.get(name)?.toString('utf8') ?? '';
  const [timestamp, token, signature] = [text('timestamp'), text('token'), text('signature')];
  const expected = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  if (
    !/^\d{1,12}$/.test(timestamp) ||
    !/^[\w-]{1,200}$/.test(token) ||
    !equalSecrets(signature.toLowerCase(), expected)
  )
    throw notAuthentic('The signature is wrong.');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > WINDOW_S) throw notAuthentic('The call is too old.');
  const raw = fields.get('body-mime');
  if (!raw || raw.length === 0)
    throw new DomainError('invalid', 'body-mime is missing: let the route forward to a URL that ends in mime.');
  if (!(await useToken(db, 'mailgun', token, createHash('sha256').update(raw).digest('hex'))))
    throw notAuthentic('The token was used for another message.');
  return storeFrom(db, 'mailgun', raw);
}
