import { z } from 'zod';
import type { Received } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';
import { isSnsUrl, readSnsMessage, type SnsMessage } from './sns-message.ts';
import { LARGEST_CALL, notAuthentic, storeFrom, type WebhookCall } from './webhook-call.ts';

const CONFIRM_LIMIT_MS = 10_000;

const notification = z.object({
  notificationType: z.literal('Received'),
  receipt: z.object({
    action: z.discriminatedUnion('type', [
      z.object({ type: z.literal('SNS'), encoding: z.string().optional() }),
      z.object({ type: z.literal('S3'), bucketName: z.string(), objectKey: z.string() }),
    ]),
  }),
  content: z.string().optional(),
});

export type GetObject = (place: { bucket: string; key: string; region: string }) => Promise<Uint8Array>;

/** The object as SES put it into S3; the SDK is loaded here, and finds its credentials as it does everywhere. */
const getFromS3: GetObject = async ({ bucket, key, region }) => {
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ region });
  try {
    const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body || (ContentLength ?? 0) > LARGEST_CALL) throw new Error(`${key} is missing or too large in S3.`);
    return await Body.transformToByteArray();
  } finally {
    client.destroy();
  }
};

/** Agrees to a subscription that somebody asked for on a configured topic. */
async function confirm(message: SnsMessage, get: typeof fetch): Promise<void> {
  if (!message.SubscribeURL || !isSnsUrl(message.SubscribeURL)) throw notAuthentic('The confirmation is not of SNS.');
  const answer = await get(message.SubscribeURL, { redirect: 'error', signal: AbortSignal.timeout(CONFIRM_LIMIT_MS) });
  if (!answer.ok) throw new DomainError('unavailable', `SNS answered the confirmation with ${answer.status}.`);
}

/**
 * A message that SES received and SNS announces (docs.aws.amazon.com/ses, Notification contents for email receiving):
 * its content in the notification (SNS action) or in S3 (S3 action with the topic). A subscription of a configured topic
 * is confirmed. Throws not_found where it is not configured, unauthenticated, bad_request, invalid, too_large.
 */
export async function receiveSes(
  { db, values, body, fetch: get }: WebhookCall,
  getObject: GetObject = getFromS3,
): Promise<Received | { confirmed: boolean }> {
  const topics = values.MAIL_SES_TOPICS;
  if (topics.length === 0) throw new DomainError('not_found', 'The Amazon SES webhook is not configured here.');
  const message = await readSnsMessage(await body(), topics, get);
  if (message.Type === 'UnsubscribeConfirmation') return { confirmed: false };
  if (message.Type === 'SubscriptionConfirmation') {
    await confirm(message, get);
    return { confirmed: true };
  }
  let value: unknown;
  try {
    value = JSON.parse(message.Message);
  } catch {
    throw new DomainError('invalid', 'The notification is not of SES: it is not JSON.');
  }
  const read = notification.safeParse(value);
  if (!read.success) throw new DomainError('invalid', 'The notification is not of a message received by SES.');
  const { receipt, content } = read.data;
  const { action } = receipt;
  if (action.type === 'S3') {
    const region = message.TopicArn.split(':')[3]!;
    return storeFrom(db, 'ses', await getObject({ bucket: action.bucketName, key: action.objectKey, region }));
  }
  if (!content) throw new DomainError('invalid', 'The notification has no content.');
  return storeFrom(db, 'ses', Buffer.from(content, /^base64$/i.test(action.encoding ?? '') ? 'base64' : 'utf8'));
}
