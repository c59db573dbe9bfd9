import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { setBounded } from '../../bounded-map.ts';
import { DomainError } from '../../errors.ts';
import { notAuthentic } from './webhook-call.ts';

const FETCH_LIMIT_MS = 10_000;
const MOST_CERTIFICATES = 20;

const snsMessage = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
});
export type SnsMessage = z.output<typeof snsMessage>;

/** The host that certificates and confirmations may come from: SNS itself, in any region. */
export function isSnsUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username } = new URL(url);
  const sns = /^sns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/.test(hostname);
  return protocol === 'https:' && port === '' && username === '' && sns;
}

/** What SNS signs (docs.aws.amazon.com/sns, Verifying the signatures of Amazon SNS messages). */
export function signedText(message: SnsMessage): string {
  const keys =
    message.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  return keys
    .filter((key) => key in message && message[key as keyof SnsMessage] != null)
    .map((key) => `${key}\n${message[key as keyof SnsMessage]}\n`)
    .join('');
}

const certificates = new Map<string, X509Certificate>();

async function certificateAt(url: string, get: typeof fetch): Promise<X509Certificate> {
  const kept = certificates.get(url);
  if (kept) return kept;
  const answer = await get(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
  if (!answer.ok) throw new Error(`The certificate of SNS cannot be fetched: ${answer.status}.`);
  const certificate = new X509Certificate(await answer.text());
  setBounded(certificates, url, certificate, MOST_CERTIFICATES);
  return certificate;
}

/**
 * An SNS message, signed by a certificate from SNS itself and of one of the topics. Throws bad_request for what is no
 * SNS message, unauthenticated for a wrong certificate address, signature or topic.
 */
export async function readSnsMessage(
  body: Uint8Array,
  topics: readonly string[],
  get: typeof fetch,
): Promise<SnsMessage> {
  let message: SnsMessage;
  try {
    message = snsMessage.parse(JSON.parse(Buffer.from(body).toString('utf8')));
  } catch {
    throw new DomainError('bad_request', 'This is no SNS message: turn raw message delivery off.');
  }
  if (!topics.includes(message.TopicArn)) throw notAuthentic('The topic is not one of MAIL_SES_TOPICS.');
  if (!isSnsUrl(message.SigningCertURL) || !new URL(message.SigningCertURL).pathname.endsWith('.pem'))
    throw notAuthentic('The certificate does not come from SNS.');
  const certificate = await certificateAt(message.SigningCertURL, get);
  const now = Date.now();
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo))
    throw notAuthentic('The certificate is not valid now.');
  const hash = message.SignatureVersion === '2' ? 'sha256' : 'sha1';
  const signature = Buffer.from(message.Signature, 'base64');
  if (!verify(hash, Buffer.from(signedText(message)), certificate.publicKey, signature))
    throw notAuthentic('The signature is wrong.');
  return message;
}
