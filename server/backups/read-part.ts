import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { BackupStore } from './backup-store.ts';
import type { Manifest } from './backup.schema.ts';
import { decryptStream } from './encrypt-stream.ts';

/**
 * The plain content of one part. Throws at its end where it is not what the manifest says, and before where it cannot
 * be decrypted: whoever reads it to the end without an error has what was written.
 */
export async function* readPart(
  store: BackupStore,
  manifest: Manifest,
  file: string,
  passphrase: string | null,
): AsyncGenerator<Buffer> {
  const part = manifest.parts.find((one) => one.file === file);
  const content = await store.read(manifest.name, file);
  if (!part || !content) throw new Error(`${manifest.name}/${file} is missing.`);
  if (manifest.encryption && !passphrase)
    throw new Error(`${manifest.name} is encrypted: set BACKUP_PASSPHRASE to the passphrase it was taken with.`);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured() {
    for await (const chunk of content!) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  const measuredContent = measured();
  try {
    yield* manifest.encryption ? decryptStream(measuredContent, passphrase!) : measuredContent;
  } catch (error) {
    throw new Error(`${manifest.name}/${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (bytes !== part.bytes)
    throw new Error(
      `${manifest.name}/${file} has ${bytes} bytes instead of ${part.bytes}: it is cut off or was changed.`,
    );
  if (hash.digest('hex') !== part.sha256)
    throw new Error(`${manifest.name}/${file} was changed: its checksum differs.`);
}

/** The text of a gzipped stream; an error of the source is this stream's error. */
export function gunzip(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const stream = createGunzip({ chunkSize: 256 * 1024 });
  // Whoever reads the stream is told; where nobody does any more, it must not end the process.
  stream.on('error', () => undefined);
  void (async () => {
    try {
      for await (const chunk of source) {
        if (!stream.write(chunk)) await once(stream, 'drain');
      }
      stream.end();
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  return stream as Readable;
}
