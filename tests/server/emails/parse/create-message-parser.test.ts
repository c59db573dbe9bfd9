import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessageParser } from '../../../../server/emails/parse/create-message-parser.ts';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { attachmentCases } from '../../../fixtures/mail/attachment-cases.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pmis-parser-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const simple = Buffer.from('From: bob@pumps.example\r\nSubject: hello\r\n\r\nbody');

/** A thread file that answers `hello` messages and does `action` for all others. */
async function threadThat(action: string): Promise<string> {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (raw) => {
       if (Buffer.from(raw).includes('hello')) {
         parentPort.postMessage({ ok: true, message: { subject: 'hello', attachments: [] }, contents: new Uint8Array(0) });
       } else { ${action} }
     });`,
  );
  return file;
}

test('a thread gives what the function gives, attachments included', async () => {
  const parser = createMessageParser();
  const cases = attachmentCases.filter(({ expect: wanted }) => wanted.failure === undefined).slice(0, 30);
  const results = await Promise.all(cases.map(({ raw }) => parser.parse(Buffer.from(raw, 'latin1'))));
  for (const [i, result] of results.entries()) {
    const direct = await parseMessage(Buffer.from(cases[i]!.raw, 'latin1'));
    const { attachments, ...rest } = direct;
    if (!result.ok) throw new Error(result.failure.reason);
    const { attachments: posted, ...postedRest } = result.message;
    expect(postedRest).toEqual(rest);
    expect(posted.map((file) => Buffer.from(file.content).toString('latin1'))).toEqual(
      attachments.map((file) => Buffer.from(file.content).toString('latin1')),
    );
  }
  await parser.close();
});

test("a failure carries its code and a sentence, and the bytes stay the caller's", async () => {
  const parser = createMessageParser();
  const raw = Buffer.from('no headers here at all');
  expect(await parser.parse(raw)).toEqual({
    ok: false,
    failure: { code: 'unparseable', reason: expect.stringMatching(/not an e-mail/) },
  });
  expect(raw.toString()).toBe('no headers here at all');
  await parser.close();
});

test('a thread that hangs is replaced and the next message is read', async () => {
  const parser = createMessageParser({ entry: await threadThat('for (;;) {}'), timeoutMs: 300 });
  const start = performance.now();
  const [hung, next] = await Promise.all([parser.parse(Buffer.from('hang')), parser.parse(simple)]);
  expect(hung).toMatchObject({ ok: false, failure: { code: 'timeout' } });
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(next).toMatchObject({ ok: true, message: { subject: 'hello' } });
  await parser.close();
});

test.each([
  ['ends', 'process.exit(3);'],
  ['throws', 'throw new Error("boom");'],
  ['exhausts its memory', 'const all = []; for (;;) all.push(new Array(100000).fill(raw.length + all.length));'],
])(
  'a thread that %s costs its message only',
  async (_, action) => {
    const parser = createMessageParser({ entry: await threadThat(action), memoryMb: 32 });
    const [died, next] = await Promise.all([parser.parse(Buffer.from('die')), parser.parse(simple)]);
    expect(died).toMatchObject({ ok: false, failure: { code: 'crash' } });
    expect(next).toMatchObject({ ok: true });
    await parser.close();
  },
  30_000,
);

test('a thread that cannot start answers with a failure', async () => {
  const parser = createMessageParser({ entry: path.join(folder, 'missing.mjs') });
  expect(await parser.parse(simple)).toMatchObject({ ok: false, failure: { code: 'crash' } });
  await parser.close();
});

test('closing answers what waits, and later calls', async () => {
  const parser = createMessageParser({ entry: await threadThat('for (;;) {}') });
  const waiting = [parser.parse(Buffer.from('hang')), parser.parse(simple)];
  await parser.close();
  for (const result of await Promise.all(waiting))
    expect(result).toMatchObject({ ok: false, failure: { code: 'crash' } });
  expect(await parser.parse(simple)).toMatchObject({ ok: false });
});

test('25 MB are read in reasonable time', async () => {
  const parser = createMessageParser();
  const content = Buffer.alloc(18 * 1024 * 1024, 'pump data ');
  const body = content.toString('base64').replace(/.{76}/g, '$&\r\n');
  const raw = Buffer.from(
    `From: a@b.example\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}`,
  );
  const start = performance.now();
  const result = await parser.parse(raw);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(result.ok && result.message.attachments[0]?.size).toBe(content.length);
  await parser.close();
});
