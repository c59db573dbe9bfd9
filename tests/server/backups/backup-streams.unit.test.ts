import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { decryptStream, encryptStream, isSealOf, sealText } from '../../../server/backups/encrypt-stream.ts';
import { readCopyText } from '../../../server/backups/read-copy-text.ts';
import { readTar, writeTar } from '../../../server/backups/tar-stream.ts';

const PASSPHRASE = 'correct horse battery staple';

/** The bytes in pieces of a size. */
async function* pieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function whole(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const FRAME = 256 * 1024;

describe('encryption', () => {
  const encrypted = (content: Buffer) => whole(encryptStream(pieces(content, 70_000), PASSPHRASE));
  const decrypted = (content: Buffer, size = 65_536) => whole(decryptStream(pieces(content, size), PASSPHRASE));

  it.each([0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 1_000_003])(
    '%i bytes come back as they were',
    async (size) => {
      const content = randomBytes(size);
      const stored = await encrypted(content);
      expect((await decrypted(stored)).equals(content)).toBe(true);
      expect((await decrypted(stored, 7_777)).equals(content)).toBe(true);
      if (size >= 32) expect(stored.includes(content.subarray(0, 32))).toBe(false);
    },
  );

  it('another passphrase is said to be another', async () => {
    const stored = await encrypted(Buffer.from('secret'));
    await expect(whole(decryptStream(pieces(stored, 99), 'another passphrase'))).rejects.toThrow(
      /passphrase is another/,
    );
  });

  it('every way of cutting it short is found, at a frame’s border too', async () => {
    const stored = await encrypted(randomBytes(2 * FRAME + 10));
    const frame = 5 + FRAME + 16;
    for (const length of [0, 10, 24, 24 + frame, 24 + 2 * frame, stored.length - 1])
      await expect(decrypted(stored.subarray(0, length)), `${length}`).rejects.toThrow(/cut off/);
  });

  it('a changed byte, frames that change places, and bytes after the end are found', async () => {
    const stored = await encrypted(randomBytes(3 * FRAME));
    const changed = Buffer.from(stored);
    changed[24 + 5 + FRAME + 16 + 5 + 100]! ^= 1;
    await expect(decrypted(changed)).rejects.toThrow(/damaged in frame 2/);
    const frame = 5 + FRAME + 16;
    const at = (n: number) => stored.subarray(24 + n * frame, 24 + (n + 1) * frame);
    const swapped = Buffer.concat([stored.subarray(0, 24), at(1), at(0), stored.subarray(24 + 2 * frame)]);
    await expect(decrypted(swapped)).rejects.toThrow(/damaged|another/);
    await expect(decrypted(Buffer.concat([stored, Buffer.from('x')]))).rejects.toThrow(/follows its end/);
  });

  it('a seal is of one text and one passphrase', () => {
    const seal = sealText('a manifest', PASSPHRASE);
    expect(isSealOf(seal, 'a manifest', PASSPHRASE)).toBe(true);
    expect(isSealOf(seal, 'a Manifest', PASSPHRASE)).toBe(false);
    expect(isSealOf(seal, 'a manifest', 'another')).toBe(false);
    expect(isSealOf('', 'a manifest', PASSPHRASE)).toBe(false);
  });
});

describe('the archive of attachments', () => {
  const files = [0, 1, 511, 512, 513, 100_000].map((size) => {
    const content = randomBytes(size);
    return { name: `ab/cd/${createHash('sha256').update(content).digest('hex')}`, content };
  });
  async function* entries() {
    for (const { name, content } of files) yield { name, size: content.length, stream: Readable.from([content]) };
  }
  async function read(archive: AsyncIterable<Buffer>) {
    const found: { name: string; content: Buffer }[] = [];
    for await (const entry of readTar(archive)) found.push(entry);
    return found;
  }

  it.each([100, 512, 65_536])('comes back as it was, in pieces of %i bytes', async (size) => {
    const found = await read(pieces(await whole(writeTar(entries())), size));
    expect(found.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    for (const [i, { content }] of found.entries()) expect(content.equals(files[i]!.content)).toBe(true);
  });

  it('a missing end and a damaged header are found', async () => {
    const archive = await whole(writeTar(entries()));
    await expect(read(pieces(archive.subarray(0, archive.length - 1024), 512))).rejects.toThrow(/cut off/);
    const damaged = Buffer.from(archive);
    damaged[3]! ^= 1;
    await expect(read(pieces(damaged, 512))).rejects.toThrow(/damaged/);
  });

  it('a file that is shorter than it was said to be is not archived', async () => {
    async function* short() {
      yield { name: 'a', size: 10, stream: Readable.from([Buffer.from('nine byte')]) };
    }
    await expect(whole(writeTar(short()))).rejects.toThrow('a has 9 bytes instead of 10');
  });
});

describe('our own dump', () => {
  const text = Buffer.from(
    'set timezone = \'UTC\';\n\nCOPY public."a ""b" ("x", "y") FROM stdin;\n1\tone\\\\.\n2\t\\\\.\n\\.\n\nCOPY public."empty" ("x") FROM stdin;\n\\.\n\nselect pg_catalog.setval(\'public."s"\', 3, true);\n-- end\n',
  );
  async function statements(content: Buffer, size: number) {
    const found: string[] = [];
    for await (const statement of readCopyText(pieces(content, size)))
      found.push(
        statement.kind === 'setval'
          ? statement.sql
          : `${statement.table}: ${(await whole(statement.rows)).toString().replaceAll('\n', '|')}`,
      );
    return found;
  }

  it.each([1, 2, 3, 4, 5, 7, 1000])('is read in pieces of %i bytes', async (size) => {
    expect(await statements(text, size)).toEqual([
      'a "b: 1\tone\\\\.|2\t\\\\.|',
      'empty: ',
      'select pg_catalog.setval(\'public."s"\', 3, true);',
    ]);
  });

  it('a missing end is found', async () => {
    for (const length of [30, 80, 110, text.length - 2])
      await expect(statements(text.subarray(0, length), 10)).rejects.toThrow(/cut off/);
  });
});
