import type { Readable } from 'node:stream';
import { getObject, objectSize, putObject } from './s3-objects.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** `attachments/ab/cd/abcd…`: content that is the same is kept once. */
function keyOf(sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error(`${sha256} is not a SHA-256 in hex.`);
  return `attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

/** Keeps content under its SHA-256 in the bucket. When this returns it is there whole. */
export async function storeS3File(sha256: string, content: Uint8Array): Promise<void> {
  const key = keyOf(sha256);
  if ((await objectSize(key)) === content.byteLength) return;
  await putObject(key, content);
}

/** The content as a stream with its size in bytes; null when the bucket does not have it. */
export function openS3File(sha256: string): Promise<{ size: number; stream: Readable } | null> {
  return getObject(keyOf(sha256));
}
