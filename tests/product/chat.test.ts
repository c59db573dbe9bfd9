import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { createPackageRow, createWorld } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { readStream } from '../factories/read-stream.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { createStub, type Stub } from '../setup/llm-stub/server.mjs';
import { type Product, startProduct } from '../setup/product.ts';

const KEY = 'sk-key-of-nobody-4711';
const MARK = 'flange-marker-7719';
let database: TestDatabase;
let product: Product;
let stub: Stub;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await createWorld(database.db);
  await createPackageRow(database.db, world, { code: 'P-001', title: `Transformers ${MARK}` });
  token = await createBearer(database.db, world.alice, ['read', 'write']);
  const text = 'The register says nothing about it and I say so slowly, word by word, until the reader leaves.';
  stub = await createStub({
    script: {
      rules: [
        { when: { lastUser: 'fault:500' }, respond: { status: 500, message: `${MARK} ${KEY}` } },
        { when: { lastUser: 'fault:mid' }, respond: { text, fault: 'resetMidStream', afterChunks: 6 } },
        { when: { lastUser: 'slowly' }, respond: { text, chunkMs: 100 } },
      ],
      fallback: { text },
    },
  });
  product = await startProduct({
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    worker: false,
    env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: stub.baseURL, AI_TIMEOUT_MS: '3000', LOG_LEVEL: 'debug' },
  });
});
afterAll(async () => {
  await product?.stop();
  await stub.close();
  await database.drop();
});

const post = (query: string, { accept, signal }: { accept?: string; signal?: AbortSignal } = {}) =>
  fetch(`${product.url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(accept ? { accept } : {}) },
    body: JSON.stringify({ query }),
    signal,
  });

describe('POST /api/chat of the built product', () => {
  it('answers JSON when asked for it, otherwise a UI message stream', async () => {
    const whole = await post('how is it', { accept: 'application/json' });
    expect(whole.headers.get('content-type')).toContain('application/json');
    const answer = (await whole.json()) as { response: string };
    const streamed = await post('how is it');
    expect(streamed.headers.get('content-type')).toContain('text/event-stream');
    const { text, answer: ended } = await readStream(streamed);
    expect(text).toBe(ended!.response);
    expect(ended!.response).toBe(answer.response);
  });

  it('ends the provider’s call within a second when the reader hangs up, streamed or not', async () => {
    for (const accept of [undefined, 'application/json']) {
      stub.clear();
      const leave = new AbortController();
      const asked = post('tell me slowly', { signal: leave.signal, ...(accept ? { accept } : {}) });
      asked.catch(() => undefined);
      await expect.poll(() => stub.requests.length, { timeout: 5_000 }).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 400));
      const left = performance.now();
      leave.abort();
      await expect
        .poll(() => stub.requests[0]?.clientAbortedAfterMs, { timeout: 5_000, interval: 20 })
        .toBeGreaterThan(0);
      expect(performance.now() - left).toBeLessThan(1_000);
      const last = async () =>
        (
          await sql<{ status: string }>`select status from chat_turns order by started_at desc limit 1`.execute(
            database.db,
          )
        ).rows[0]!.status;
      await expect.poll(last, { timeout: 3_000 }).toBe('stopped');
    }
  });

  it('logs neither the key nor what was asked, read or answered, whatever fails', async () => {
    await readStream(await post(`fault:500 ${MARK}`));
    await readStream(await post(`fault:mid ${MARK}`));
    await (await post(`fault:500 ${MARK}`, { accept: 'application/json' })).json();
    expect(product.output()).toContain('model failed');
    expect(product.output()).not.toContain(KEY);
    expect(product.output()).not.toContain(MARK);
    expect(product.output()).not.toContain('register says');
  });
});
