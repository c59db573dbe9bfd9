import type { Readable } from 'node:stream';

const BLOCK = 512;

export type TarEntry = { name: string; size: number; stream: Readable };

/** A ustar header (POSIX.1-1988) of a plain file; the name has at most 100 bytes. */
function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  header.write(name, 0, 100, 'utf8');
  octal(0o640, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write('        0', 148, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

const padding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** The entries as a tar archive. Throws where a stream gives another number of bytes than was said. */
export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Buffer> {
  for await (const { name, size, stream } of entries) {
    yield headerOf(name, size);
    let written = 0;
    for await (const chunk of stream) {
      written += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes instead of ${size}.`);
    yield padding(size);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** The files of such an archive, each whole. Throws where the archive is damaged or its end is missing. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<{ name: string; content: Buffer }> {
  let held: Buffer[] = [];
  let size = 0;
  let open: { name: string; size: number; whole: number } | null = null;
  let ended = false;
  const take = (bytes: number): Buffer => {
    const all = held.length === 1 ? held[0]! : Buffer.concat(held);
    held = [all.subarray(bytes)];
    size -= bytes;
    return all.subarray(0, bytes);
  };
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    while (!ended) {
      if (open) {
        if (size < open.whole) break;
        yield { name: open.name, content: take(open.whole).subarray(0, open.size) };
        open = null;
      } else {
        if (size < BLOCK) break;
        const header = take(BLOCK);
        if (header[0] === 0) {
          ended = true;
          break;
        }
        const name = header.subarray(0, header.indexOf(0)).toString('utf8');
        const length = Number.parseInt(header.subarray(124, 135).toString('latin1'), 8);
        if (!header.equals(headerOf(name, length))) throw new Error('The archive is damaged: a header is wrong.');
        open = { name, size: length, whole: length + padding(length).length };
      }
    }
    if (ended) held = [];
  }
  if (!ended) throw new Error('The archive is cut off: its end is missing.');
}
