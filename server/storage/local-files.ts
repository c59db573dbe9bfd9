import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { appRoot } from '../app-root.ts';
import { env } from '../env.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** `DATA_DIR/attachments/ab/cd/abcd…`: content that is the same is kept once. */
function fileOf(sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error(`${sha256} is not a SHA-256 in hex.`);
  return path.resolve(appRoot, env().DATA_DIR, 'attachments', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    (found) => found.size,
    () => null,
  );
}

/**
 * Keeps content under its SHA-256. When this returns it is on the disk whole: written beside, synced, then renamed, so
 * that a crash leaves the file or nothing.
 */
export async function storeFile(sha256: string, content: Uint8Array): Promise<void> {
  const file = fileOf(sha256);
  if ((await sizeOf(file)) === content.byteLength) return;
  const beside = `${file}.${randomUUID()}.part`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    const handle = await open(beside, 'wx', 0o640);
    try {
      await handle.writeFile(content);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** The content as a stream with its size in bytes; null when this machine does not have it. */
export async function openFile(sha256: string): Promise<{ size: number; stream: Readable } | null> {
  const file = fileOf(sha256);
  const size = await sizeOf(file);
  return size === null ? null : { size, stream: createReadStream(file) };
}
