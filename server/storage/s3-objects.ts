import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { env } from '../env.ts';

/** A part of an upload; what is no larger goes in one piece. */
const PART = 8 * 1024 * 1024;
const CONNECT_MS = 5_000;
/** Longest wait for an answer, and longest silence within one. */
const SILENCE_MS = 30_000;

let opened: { key: string; client: Promise<S3Client> } | undefined;

async function open(): Promise<S3Client> {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env();
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  return new Client({
    region: S3_REGION,
    ...(S3_ENDPOINT ? { endpoint: S3_ENDPOINT, forcePathStyle: true } : {}),
    ...(S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
      ? { credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY } }
      : {}),
    maxAttempts: 3,
    // Other servers than AWS refuse the newer checksum trailers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: SILENCE_MS, socketTimeout: SILENCE_MS },
  });
}

/** The client of the configured bucket; the library is loaded with its first use. */
function client(): Promise<S3Client> {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env();
  const key = JSON.stringify([S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY]);
  if (opened?.key !== key) opened = { key, client: open() };
  return opened.client;
}

function bucket(): string {
  const name = env().S3_BUCKET;
  if (!name) throw new Error('S3_BUCKET is not set.');
  return name;
}

const isMissing = (error: unknown): boolean => error instanceof Error && /^(NotFound|NoSuchKey)$/.test(error.name);

/** The size of an object in bytes; null when there is none. Throws when the store does not answer. */
export async function objectSize(key: string): Promise<number | null> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const { ContentLength } = await (await client()).send(new HeadObjectCommand({ Bucket: bucket(), Key: key }));
    return ContentLength ?? 0;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Keeps content under a key, in parts of 8 MB where it is larger; when this returns it is there whole. A stream is read
 * no faster than it is sent. Throws when the store does not take it.
 */
export async function putObject(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  if (content instanceof Uint8Array && content.byteLength <= PART) {
    const md5 = createHash('md5').update(content).digest('base64');
    const put = { Bucket: bucket(), Key: key, Body: content, ContentLength: content.byteLength, ContentMD5: md5 };
    await (await client()).send(new PutObjectCommand(put));
    return;
  }
  const { Upload } = await import('@aws-sdk/lib-storage');
  const body =
    content instanceof Uint8Array
      ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
      : Readable.from(content, { objectMode: false });
  const params = { Bucket: bucket(), Key: key, Body: body };
  await new Upload({ client: await client(), params, partSize: PART, queueSize: 2 }).done();
}

/** An object as a stream with its size in bytes; null when there is none. Throws when the store does not answer. */
export async function getObject(key: string): Promise<{ size: number; stream: Readable } | null> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const { Body, ContentLength } = await (await client()).send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
    return Body instanceof Readable ? { size: ContentLength ?? 0, stream: Body } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The keys that begin with a prefix, in order, page by page. */
export async function* listObjectKeys(prefix: string): AsyncGenerator<string> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  let next: string | undefined;
  do {
    const page = await (
      await client()
    ).send(new ListObjectsV2Command({ Bucket: bucket(), Prefix: prefix, ContinuationToken: next }));
    for (const { Key } of page.Contents ?? []) if (Key) yield Key;
    next = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (next);
}

/** Removes an object; one that is not there is none the less removed. */
export async function deleteObject(key: string): Promise<void> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  await (await client()).send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }));
}
