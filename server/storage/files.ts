import type { Readable } from 'node:stream';
import { env } from '../env.ts';
import { openFile as openLocalFile, storeFile as storeLocalFile } from './local-files.ts';

/**
 * Keeps content under its SHA-256, on this machine's disk or in the bucket (`STORAGE`). When this returns it is there
 * whole. Throws when the store does not take it.
 */
export async function storeFile(sha256: string, content: Uint8Array): Promise<void> {
  if (env().STORAGE === 'local') return storeLocalFile(sha256, content);
  const { storeS3File } = await import('./s3-files.ts');
  return storeS3File(sha256, content);
}

/** The content as a stream with its size in bytes; null when the store does not have it. Throws when it does not answer. */
export async function openFile(sha256: string): Promise<{ size: number; stream: Readable } | null> {
  if (env().STORAGE === 'local') return openLocalFile(sha256);
  const { openS3File } = await import('./s3-files.ts');
  return openS3File(sha256);
}
