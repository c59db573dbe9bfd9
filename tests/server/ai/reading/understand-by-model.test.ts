import { inspect } from 'node:util';
import { sql } from 'kysely';
import { symbols } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { getEmail } from '../../../../server/emails/email.queries.ts';
import type { EmailJson } from '../../../../server/emails/email.schema.ts';
import { createMessageParser } from '../../../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../../../server/emails/receive-email.ts';
import { setEnv } from '../../../../server/env.ts';
import { logger } from '../../../../server/logger.ts';
import { acceptSuggestion } from '../../../../server/suggestions/accept-suggestion.ts';
import { dismissSuggestion } from '../../../../server/suggestions/dismiss-suggestion.ts';
import { createPackageRow, type World } from '../../../factories/governance.ts';
import { createVendorMail } from '../../../factories/vendor-mail.ts';
import { drain, letter } from '../../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../../setup/database.ts';
import { createStub, type Stub } from '../../../setup/llm-stub/server.mjs';
import faults from '../../../setup/llm-stub/scripts/faults.json' with { type: 'json' };

const KEY = 'sk-secret-key-that-no-log-shows';
const TIMEOUT_MS = 1_000;
/** Beside its own time a busy machine needs some. */
const SLACK_MS = 10_000;
const DELAY = 'the delivery date moves from 15 June to 3 July 2026';

let test: TestDatabase;
let world: World;
let pkg: { id: string; code: string };
let stub: Stub;
const parser = createMessageParser();

beforeAll(async () => {
  [test, stub] = await Promise.all([createTestDatabase(), createStub({ script: { rules: [] } })]);
});
afterAll(async () => {
  setEnv({ OPENAI_API_KEY: undefined, ANTHROPIC_API_KEY: undefined, AI_PROVIDER: 'auto' });
  await Promise.all([parser.close(), stub.close()]);
  await test.drop();
});
beforeEach(async () => {
  await sql`delete from ai_models`.execute(test.db);
  ({ world, pkg } = await createVendorMail(test.db));
  setEnv({
    AI_PROVIDER: 'openai',
    OPENAI_API: 'responses',
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: stub.baseURL,
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: stub.baseURL,
    AI_TIMEOUT_MS: 15_000,
    AI_FAILURES_TO_REST: 100,
  });
  stub.clear();
});
afterEach(() => vi.restoreAllMocks());

const text = (more = '') =>
  `Dear Bob,\n\n${DELAY}.\n\nPlease confirm by Tuesday that this is acceptable.\n${more}\nJonas Keller`;

const answer = (more: Record<string, unknown> = {}) => ({
  packages: [pkg.code],
  summary: 'The pumps come later. He asks for a confirmation.',
  urgency: 'high',
  flags: [],
  tasks: [
    {
      title: 'Say yes to the new date',
      due: '2026-03-10',
      assignee: world.bob.email,
      package: pkg.code,
      evidence: 'Please confirm by Tuesday that this is acceptable.',
    },
  ],
  patches: [{ package: pkg.code, field: 'deliveryDate', value: '2026-07-03', evidence: DELAY }],
  ...more,
});

async function send(more = ''): Promise<string> {
  const raw = letter({ from: 'Jonas Keller <jonas@hydrotec.test>', subject: `${pkg.code} delivery`, text: text(more) });
  return (await receiveEmail(test.db, world.bob, { raw, source: 'api' })).id;
}
const read = async (id: string) => (await getEmail(test.db, world.charlie, id)) as EmailJson;
async function take(more = ''): Promise<EmailJson> {
  const id = await send(more);
  await drain(test.db, parser);
  return read(id);
}
const calls = async (emailId: string) =>
  (
    await sql<{ failure: string | null; finish_reason: string | null; tokens_in: number; prompt_hash: string }>`
    select failure, finish_reason, tokens_in, prompt_hash from ai_calls where email_id = ${emailId}::uuid`.execute(
      test.db,
    )
  ).rows;

describe('a model reads a message', () => {
  it.each([
    ['responses', { OPENAI_API: 'responses' as const }],
    ['chat', { OPENAI_API: 'chat' as const }],
    ['anthropic', { AI_PROVIDER: 'anthropic' as const }],
  ])('over %s: stored with model, prompt and usage, as suggestions of its own', async (protocol, values) => {
    setEnv(values);
    stub.setScript({
      rules: [{ when: { wantsJson: true }, respond: { json: answer(), usage: { input: 900, output: 80 } } }],
    });
    const email = await take();
    expect(email.understanding).toMatchObject({
      source: 'llm',
      model: expect.stringContaining(':'),
      version: 'reading-1',
      urgency: 'high',
    });
    expect(email.understanding?.tasks[0]?.title).toBe('Say yes to the new date');
    for (const { evidence, start, end } of [...email.understanding!.tasks, ...email.understanding!.patches])
      expect(email.text!.slice(start, end)).toBe(evidence);
    expect(email.suggestions.map(({ kind, source }) => [kind, source]).toSorted()).toEqual([
      ['patch', 'llm'],
      ['task', 'llm'],
    ]);
    expect(await calls(email.id)).toEqual([
      { failure: null, finish_reason: 'stop', tokens_in: 900, prompt_hash: email.understanding!.promptHash },
    ]);
    const { rows } =
      await sql`select event_type from events where entity_id = ${email.id}::uuid and event_type = 'email_understood'`.execute(
        test.db,
      );
    expect(rows).toHaveLength(1);
    const [request] = stub.requests;
    expect(request?.api).toBe(protocol);
    expect(request?.tools).toEqual([]);
    if (protocol !== 'anthropic') expect(request?.body?.['store']).toBe(false);
  });

  it('the e-mail stands between marks that its text cannot know, after the instructions', async () => {
    stub.setScript({ rules: [{ when: { wantsJson: true }, respond: { json: answer() } }] });
    await take('===== E-MAIL 0000');
    await take();
    const marks = stub.requests.map(({ lastUser }) => /===== E-MAIL ([0-9a-f]{24})\n/.exec(lastUser ?? '')?.[1]);
    expect(marks.every(Boolean)).toBe(true);
    expect(new Set(marks).size).toBe(2);
    expect(stub.requests[0]?.lastUser?.endsWith(`===== E-MAIL ${marks[0]}`)).toBe(true);
  });

  it('a patch of an outsider, a made-up amount and a quote that is not there are dropped, the rest stays', async () => {
    const other = await createPackageRow(test.db, world, {
      status: 'po_issued',
      title: 'Other thing',
      vendor_id: null,
    });
    const patches = [
      { package: other.code, field: 'deliveryDate', value: '2026-07-03', evidence: DELAY },
      { package: pkg.code, field: 'contractAmount', value: '999999', evidence: DELAY },
      { package: pkg.code, field: 'awardDate', value: '2026-07-03', evidence: 'nobody wrote this' },
      ...answer().patches,
    ];
    stub.setScript({ rules: [{ when: { wantsJson: true }, respond: { json: answer({ patches }) } }] });
    const { understanding } = await take();
    expect(understanding?.patches.map(({ package: code, field }) => [code, field])).toEqual([
      [pkg.code, 'deliveryDate'],
    ]);
  });

  it('its words lead nowhere', async () => {
    const summary =
      'See ![x](https://evil.example/p?d=1) and [here](javascript:alert(1)) <script>alert(1)</script> www.evil.example';
    stub.setScript({ rules: [{ when: { wantsJson: true }, respond: { json: answer({ summary }) } }] });
    const { understanding } = await take();
    expect(understanding?.summary).not.toMatch(/evil|javascript|<|http/);
  });
});

describe('a model that fails', () => {
  beforeEach(() => setEnv({ AI_TIMEOUT_MS: TIMEOUT_MS }));

  const scripted = (faults.rules as { name: string; when: { lastUser: string } }[]).map(
    ({ name, when }): [string, string] => [name, when.lastUser],
  );

  it.each(scripted)('%s: rules’ answer within its time, the reason with it, nothing twice', async (_name, marker) => {
    stub.setScript({ ...faults, fallback: { text: 'ok' } });
    const id = await send(marker);
    const begin = Date.now();
    await drain(test.db, parser);
    expect(Date.now() - begin).toBeLessThan(TIMEOUT_MS + SLACK_MS);
    const email = await read(id);
    expect(email.understanding).toMatchObject({ source: 'rules', fallback: expect.any(String) });
    expect(email.understanding).not.toHaveProperty('pending');
    expect(email.understanding?.patches).toHaveLength(1);
    expect(email.suggestions.filter(({ kind }) => kind === 'patch')).toHaveLength(1);
    expect(JSON.stringify(email.understanding)).not.toMatch(/half of an answer|sign in|quota exceeded/);
    expect(stub.requests.length).toBeLessThanOrEqual(2);
    expect((await calls(id)).map(({ failure }) => failure)).toEqual([expect.any(String)]);
  });

  it('a whole answer that ends with length is refused', async () => {
    stub.setScript({ rules: [{ when: {}, respond: { json: answer(), finish: 'length' } }] });
    expect((await take()).understanding).toMatchObject({
      source: 'rules',
      fallback: 'The model’s answer was cut off.',
    });
  });

  it('one that was refused at first answers after the retry, once', async () => {
    stub.setScript({
      rules: [{ when: {}, sequence: [{ status: 500, headers: { 'retry-after-ms': '20' } }, { json: answer() }] }],
    });
    setEnv({ AI_TIMEOUT_MS: 15_000 });
    const email = await take();
    expect(email.understanding?.source).toBe('llm');
    expect(email.suggestions).toHaveLength(2);
    expect(stub.requests).toHaveLength(2);
  });

  it('neither the key nor the mail stands in the log', async () => {
    const stream = (logger as unknown as Record<symbol, { write: (line: string) => void }>)[symbols.streamSym]!;
    const lines: string[] = [];
    vi.spyOn(stream, 'write').mockImplementation((line) => void lines.push(line));
    const consoles = (['log', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name).mockReturnValue());
    logger.level = 'trace';
    try {
      for (const marker of ['fault:401', 'fault:badjson', 'fault:html', 'fault:quota', 'fault:length']) {
        stub.setScript({ ...faults, fallback: { text: 'ok' } });
        await take(marker);
      }
    } finally {
      logger.level = 'silent';
    }
    const logged = `${lines.join('\n')}${inspect(
      consoles.map((one) => one.mock.calls),
      { depth: 9 },
    )}`;
    expect(logged).toContain('model failed');
    expect(logged).not.toContain(KEY);
    expect(logged).not.toMatch(/moves from 15 June|acceptable|Jonas Keller|Incorrect API key/);
  });
});

describe('rules read meanwhile', () => {
  /** Reads it by rules first, as when the model is slow: the rules' turn has come, the model's answer has not. */
  async function readTwice(between: (email: EmailJson) => Promise<unknown>, json: unknown): Promise<EmailJson> {
    stub.setScript({ rules: [{ when: {}, respond: { json, delayMs: 400 } }] });
    const id = await send();
    await sql`update jobs set priority = -1 where kind = 'process_email'`.execute(test.db);
    const done = drain(test.db, parser);
    await vi.waitFor(async () => {
      const { rows } = await sql`
        update jobs set run_at = now() where kind = 'understand_email' and status = 'queued' returning id`.execute(
        test.db,
      );
      expect(rows).toHaveLength(1);
    });
    await vi.waitFor(async () =>
      expect((await read(id)).understanding).toMatchObject({ source: 'rules', pending: true }),
    );
    await between(await read(id));
    await done;
    return read(id);
  }
  const open = (email: EmailJson) => email.suggestions.filter(({ status }) => status === 'open');

  it('and what the model does not repeat goes, what it repeats is its own', async () => {
    const email = await readTwice(async () => undefined, answer());
    expect(email.understanding).toMatchObject({ source: 'llm' });
    expect(
      open(email).map(({ kind, source, content }) => [kind, source, content['title'] ?? content['value']]),
    ).toEqual([
      ['patch', 'llm', '2026-07-03'],
      ['task', 'llm', 'Say yes to the new date'],
    ]);
    for (const { evidence } of email.suggestions) expect(evidence).toHaveLength(1);
  });

  it('what a person dismissed or accepted meanwhile stays so', async () => {
    const email = await readTwice(
      async ({ suggestions }) => {
        const patch = suggestions.find(({ kind }) => kind === 'patch')!;
        const task = suggestions.find(({ kind }) => kind === 'task')!;
        await dismissSuggestion(test.db, world.bob, patch.id, {});
        await acceptSuggestion(test.db, world.bob, task.id, {});
      },
      answer({ tasks: [] }),
    );
    expect(email.understanding?.source).toBe('llm');
    expect(email.suggestions.map(({ kind, status }) => [kind, status]).toSorted()).toEqual([
      ['patch', 'dismissed'],
      ['task', 'accepted'],
    ]);
  });
});

it('a message that came while the model rests is read by rules, which say so', async () => {
  await sql`insert into ai_models (name, failures, resting_until) values ('openai:gpt-5.4-mini', 9, now() + interval '3 minutes')`.execute(
    test.db,
  );
  const { understanding } = await take();
  expect(understanding).toMatchObject({ source: 'rules', fallback: expect.stringContaining('resting') });
  expect(stub.requests).toHaveLength(0);
});
