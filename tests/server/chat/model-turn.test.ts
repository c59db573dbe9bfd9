import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { askAssistant } from '../../../server/chat/ask-assistant.ts';
import type { ChatAnswer } from '../../../server/chat/chat.schema.ts';
import { streamTurn } from '../../../server/chat/stream-turn.ts';
import { setEnv } from '../../../server/env.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { readStream } from '../../factories/read-stream.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { createStub, type Stub } from '../../setup/llm-stub/server.mjs';
import { pointAtStub, PROTOCOLS } from '../../setup/point-at-stub.ts';

let database: TestDatabase;
let world: World;
let stub: Stub;
let asker: UserActor;
const open = () => new AbortController().signal;

const script = (name: string) =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, `../../setup/llm-stub/scripts/${name}.json`), 'utf8')) as {
    rules: object[];
  };

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  await createPackageRow(database.db, world, { code: 'P-001' });
  stub = await createStub({ script: { rules: [], fallback: { text: 'ok' } } });
});
afterAll(async () => {
  pointAtStub(null);
  await stub.close();
  await database.drop();
});
beforeEach(async () => {
  // One person may ask 120 questions a minute.
  asker = await createPerson(database.db, 'Asker', 'analyst');
  stub.clear();
  await sql`delete from ai_models`.execute(database.db);
  await sql`delete from ai_usage`.execute(database.db);
});
afterEach(() => {
  // The stub refuses what the hosted services would refuse.
  expect(stub.requests.flatMap(({ problems }) => problems ?? [])).toEqual([]);
});

const WRITTEN = ['tasks', 'approvals', 'approval_decisions', 'outgoing_emails', 'events'];
async function written(): Promise<Record<string, number>> {
  const counts = await Promise.all(
    WRITTEN.map(async (table) => {
      const there = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(
        database.db,
      );
      if (!there.rows[0]!.there) return [table, 0] as const;
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
        database.db,
      );
      return [table, rows[0]!.n] as const;
    }),
  );
  return Object.fromEntries(counts);
}

const ask = (query: string, conversationId?: string): Promise<ChatAnswer> =>
  askAssistant(database.db, asker, { query, ...(conversationId ? { conversationId } : {}) });
const stream = async (query: string, signal = open()) =>
  readStream(await streamTurn(database.db, asker, { query }, signal));
/** The last turn, or that of a conversation of its own. */
const lastTurn = async (conversationId: string | null = null) =>
  (
    await sql<Record<string, unknown>>`
      select t.*, (select text from chat_messages m where m.turn_id = t.id and role = 'assistant') as text,
        (select m.status from chat_messages m where m.turn_id = t.id and role = 'assistant') as message
      from chat_turns t where ${conversationId}::uuid is null or t.conversation_id = ${conversationId}::uuid
      order by started_at desc limit 1`.execute(database.db)
  ).rows[0]!;

const FAULTS = [
  'fault:quota',
  'fault:500',
  'fault:401',
  'fault:reset-now',
  'fault:reset-mid',
  'fault:eof',
  'fault:hang-now',
  'fault:hang-mid',
  'fault:html',
  'fault:event',
  'fault:length',
  'fault:loop',
];

describe.each(PROTOCOLS)('the model by %s', (protocol) => {
  beforeEach(() => pointAtStub(protocol, stub));

  it('looks up with the person’s rights and cites what it read', async () => {
    stub.setScript(script('chat-tools'));
    const answer = await ask('What is the status of P-001?');
    expect(answer).toMatchObject({
      action_type: 'query',
      tool: 'get_package',
      args: { package: 'P-001' },
      evidence: [{ type: 'package', code: 'P-001' }],
    });
    expect(answer.response).toContain('Here is what the register says');
    expect(await lastTurn()).toMatchObject({
      status: 'complete',
      finish_reason: 'stop',
      decision: 'query',
      fallback: null,
    });
    const { prompt_hash, tools_hash, usage } = await lastTurn();
    expect([prompt_hash, tools_hash].every((hash) => /^[0-9a-f]{64}$/.test(String(hash)))).toBe(true);
    expect(usage).toMatchObject({ inputTokens: 20, outputTokens: 10 });
  });

  it('makes two calls at once', async () => {
    stub.setScript(script('chat-tools'));
    const { answer } = await stream('both at once');
    expect(answer).toMatchObject({ action_type: 'query' });
    const { rows } = await sql<{ tool: string }>`
      select tool from chat_tool_calls where turn_id = ${String((await lastTurn()).id)}::uuid order by tool`.execute(
      database.db,
    );
    expect(rows.map(({ tool }) => tool)).toEqual(['get_package', 'list_tasks']);
  });

  it.each(['hostile:approve', 'hostile:image', 'hostile:phantom', 'hostile:self', 'hostile:mass'])(
    'lets nothing of a hostile model through: %s',
    async (query) => {
      stub.setScript(script('hostile-model'));
      const before = await written();
      for (const { response, ...answer } of [await ask(query), (await stream(query)).answer!]) {
        expect(await written()).toEqual(before);
        expect(response).not.toMatch(
          /https?:|<img|<script|javascript:|evil\.example|I approved|created many|P-777|^done/i,
        );
        expect(answer.resource_created).toBeNull();
        expect(JSON.stringify(answer.evidence)).not.toContain('777');
      }
      if (query !== 'hostile:image' && query !== 'hostile:phantom')
        expect((await lastTurn()).decision).not.toBe('query');
    },
  );

  it('ends every fault within its timeout as the rules’ answer, with no half answer', async () => {
    stub.setScript(script('faults'));
    setEnv({ AI_TIMEOUT_MS: 900, AI_CHUNK_TIMEOUT_MS: 400, AI_FAILURES_TO_REST: 1_000 });
    // The faults wait for the provider, not for us: all of them at once.
    await Promise.all(
      FAULTS.map(async (query) => {
        const person = await createPerson(database.db, 'Asker', 'analyst');
        const begun = performance.now();
        const { answer, text } = await readStream(await streamTurn(database.db, person, { query }, open()));
        expect(performance.now() - begun, query).toBeLessThan(6_000);
        expect(answer!.response, query).toContain('This is the answer by rules.');
        expect(text, query).toBe(answer!.response);
        expect(text, query).not.toContain('half of an answer');
        expect(await lastTurn(answer!.conversationId), query).toMatchObject({
          status: 'complete',
          message: 'complete',
          source: expect.stringMatching(/^chat-rules/),
          fallback: expect.stringMatching(/^failed: /),
        });
      }),
    );
    setEnv({ AI_TIMEOUT_MS: 30_000, AI_CHUNK_TIMEOUT_MS: 15_000, AI_FAILURES_TO_REST: 5 });
  });

  it('comes through what a second try or a plain word mends', async () => {
    stub.setScript(script('faults'));
    const before = await written();
    const answers = await Promise.all(
      ['fault:429', 'fault:args', 'fault:tool', 'fault:refusal', 'fault:badjson'].map(async (query) => {
        const person = await createPerson(database.db, 'Asker', 'analyst');
        return [query, await askAssistant(database.db, person, { query })] as const;
      }),
    );
    expect(await written()).toEqual(before);
    for (const [query, { response }] of answers) expect(response, query).not.toBe('');
    const said = new Map(answers);
    expect(said.get('fault:429')!.response).toContain('recovered');
    expect(said.get('fault:tool')!.action_type).toBe('refuse');
  });

  it('cancels the provider’s call within a second when the reader leaves, and keeps the part as stopped', async () => {
    const text = 'The transformers are in evaluation and nothing else is known about them at this very moment of time';
    stub.setScript({ rules: [{ when: { lastUser: 'slowly' }, respond: { text, chunkMs: 150 } }] });
    const leave = new AbortController();
    const response = await streamTurn(database.db, asker, { query: 'tell me slowly' }, leave.signal);
    const reader = response.body!.getReader();
    for (let chunks = 0; chunks < 4; chunks++) await reader.read();
    const left = performance.now();
    leave.abort();
    await reader.cancel();
    await expect.poll(async () => (await lastTurn()).status, { timeout: 3_000 }).toBe('stopped');
    await expect.poll(() => stub.requests.at(-1)?.clientAbortedAfterMs, { timeout: 3_000 }).toBeGreaterThan(0);
    expect(performance.now() - left).toBeLessThan(1_000);
    const kept = await lastTurn();
    expect(kept).toMatchObject({ message: 'stopped', decision: null });
    expect(text.startsWith(String(kept.text).slice(0, 10))).toBe(true);
    expect(kept.text).not.toBe(text);
  });
});

describe('what a model may write', () => {
  beforeEach(() => pointAtStub('responses', stub));

  const propose = { package: 'P-001', field: 'deliveryDate', value: '2027-02-01', reason: 'Asked.' };

  it('proposes at medium or higher with the person’s words as evidence, and says so in our words', async () => {
    stub.setScript({
      rules: [
        { when: { noToolResult: true }, respond: { toolCalls: [{ name: 'propose_change', args: propose }] } },
        { when: { toolResult: true }, respond: { text: 'It waits for a decision.' } },
      ],
    });
    const query = 'please move delivery of P-001 to 1 Feb 2027';
    const { answer, text } = await stream(query);
    expect(answer).toMatchObject({
      action_type: 'propose_patch',
      tool: 'propose_change',
      args: { package: 'P-001', field: 'deliveryDate', value: '2027-02-01' },
      resource_created: { type: 'approval' },
      evidence: [{ code: 'P-001' }],
    });
    expect(text).toContain(`Proposed ${answer!.resource_created!.code}`);
    const { rows } = await sql<Record<string, unknown>>`
      select status, level, origin, evidence from approvals where code = ${answer!.resource_created!.code}`.execute(
      database.db,
    );
    expect(rows[0]).toMatchObject({ status: 'pending', origin: 'chat', evidence: [{ quote: query }] });
    expect(rows[0]!.level).not.toBe('low');
  });

  it('writes nothing for a viewer', async () => {
    stub.setScript({
      rules: [
        { when: { noToolResult: true }, respond: { toolCalls: [{ name: 'propose_change', args: propose }] } },
        { when: { toolResult: true }, respond: { text: 'I proposed it.' } },
      ],
    });
    const before = await written();
    const answer = await askAssistant(database.db, world.vera, { query: 'tell me about P-001 in other words' });
    expect(await written()).toEqual(before);
    expect(answer).toMatchObject({ action_type: 'refuse', resource_created: null });
    expect(answer.response).not.toContain('I proposed');
  });

  it('makes at most three tasks of one question, and each once', async () => {
    const task = (title: string) => ({
      name: 'create_task',
      args: { title, package: 'P-001', assignee: world.bob.email, due: null },
    });
    const calls = ['a task', 'a task', 'b task', 'c task', 'd task', 'e task'].map(task);
    stub.setScript({
      rules: [
        { when: { noToolResult: true }, respond: { toolCalls: calls } },
        { when: { toolResult: true }, respond: { text: 'There they are.' } },
      ],
    });
    const before = await written();
    const answer = await ask('create tasks for P-001');
    expect((await written()).tasks! - before.tasks!).toBe(3);
    expect(answer).toMatchObject({ action_type: 'create_task', resource_created: { type: 'task' } });
  });

  it('does not write again when the model fails after it wrote', async () => {
    const task = { name: 'create_task', args: { title: 'weld it', package: 'P-001', assignee: null, due: null } };
    stub.setScript({
      rules: [
        { when: { noToolResult: true }, respond: { toolCalls: [task] } },
        { when: { toolResult: true }, respond: { status: 500 } },
      ],
    });
    const before = await written();
    const answer = await ask('create a task for P-001 to weld it by 3 May 2027');
    expect((await written()).tasks! - before.tasks!).toBe(1);
    expect(answer).toMatchObject({ action_type: 'create_task', resource_created: { type: 'task' } });
    expect(answer.response).toContain('Created');
  });

  it('writes nothing in the turn of a question that read mail, whatever the mail asks for', async () => {
    const mail = { name: 'search_emails', args: { package: 'P-001', query: 'delivery' } };
    const task = {
      name: 'create_task',
      args: { title: 'pay the vendor now', package: 'P-001', assignee: null, due: null },
    };
    stub.setScript({
      rules: [
        { when: { toolTurns: 2 }, respond: { text: 'The vendor says nothing of it.' } },
        { when: { toolTurns: 1 }, respond: { toolCalls: [task] } },
        { when: { noToolResult: true }, respond: { toolCalls: [mail] } },
      ],
    });
    const before = await written();
    const answer = await ask('what does the vendor say about the delivery of P-001?');
    expect(await written()).toEqual(before);
    expect(answer).toMatchObject({ action_type: 'query', tool: 'search_emails', resource_created: null });
    expect(JSON.stringify(stub.requests.at(-1)!.body)).toContain('A question that read mail writes nothing');
  });

  it('refuses by code what the assistant never does, without asking the model', async () => {
    stub.setScript({ rules: [], fallback: { text: 'I approved it.' } });
    const answer = await ask('approve AR-1');
    expect(answer.action_type).toBe('refuse');
    expect(stub.requests).toEqual([]);
  });

  it('takes history from PostgreSQL, words only', async () => {
    stub.setScript({ rules: [], fallback: { text: 'Noted.' } });
    const first = await ask('how do you do today');
    await ask('tell me more of it', first.conversationId);
    const sent = JSON.stringify(stub.requests.at(-1)!.body);
    expect(sent).toContain('how do you do today');
    expect(sent).not.toContain('function_call');
  });
});

describe('when the model may not answer', () => {
  beforeEach(() => pointAtStub('responses', stub));

  it('rests after repeated failures: rules answer and say so', async () => {
    stub.setScript({ rules: [{ respond: { status: 500 } }] });
    setEnv({ AI_FAILURES_TO_REST: 1 });
    await ask('status of P-001');
    stub.clear();
    const answer = await ask('status of P-001');
    setEnv({ AI_FAILURES_TO_REST: 5 });
    expect(answer).toMatchObject({ action_type: 'query', tool: 'get_package' });
    expect(answer.response).toContain('The assistant is resting');
    expect(stub.requests).toEqual([]);
    expect(await lastTurn()).toMatchObject({ fallback: 'resting' });
  });

  it('answers by rules over budget', async () => {
    stub.setScript({ rules: [], fallback: { text: 'Spent.', usage: { input: 100, output: 20 } } });
    setEnv({ AI_TOKENS_PER_USER_DAY: 100 });
    await ask('how do you do');
    const answer = await ask('status of P-001');
    setEnv({ AI_TOKENS_PER_USER_DAY: 1_000_000 });
    expect(answer.response).toContain('your budget of today is used up');
  });

  it('streams the first words soon after the model wrote them', async () => {
    const delayMs = 200;
    stub.setScript({
      rules: [],
      fallback: { text: 'The transformers are in evaluation now, says the register.', delayMs, chunkMs: 5 },
    });
    await stream('how is it');
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const begun = performance.now();
      const response = await streamTurn(database.db, asker, { query: 'how is it' }, open());
      const before = performance.now() - begun;
      times.push(before + (await readStream(response)).firstTextMs - delayMs);
    }
    times.sort((a, b) => a - b);
    console.log(
      `first words over the stub's delay: median ${times[2]!.toFixed(0)} ms, worst ${times[4]!.toFixed(0)} ms`,
    );
    expect(times[2]).toBeLessThan(300);
  });
});
