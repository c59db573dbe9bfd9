import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareReadings, differs } from '../../../server/ai/replay/compare-readings.ts';
import { getReplay } from '../../../server/ai/replay/replay.queries.ts';
import { requestReplay } from '../../../server/ai/replay/request-replay.ts';
import { replayReading } from '../../../server/ai/replay/run-replay.ts';
import { RULES_VERSION } from '../../../server/ai/rules/read-by-rules.ts';
import type { ReadPatch, ReadTask } from '../../../server/ai/rules/understanding.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { setEnv } from '../../../server/env.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { drain, ingest } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { createStub, type Stub } from '../../setup/llm-stub/server.mjs';

let test: TestDatabase;
let world: World;
let stub: Stub;
let code: string;
let emailId: string;
const parser = createMessageParser();
const SENTENCE = 'Could you please return the signed drawings by 13 March 2026.';

beforeAll(async () => {
  [test, stub] = await Promise.all([createTestDatabase(), createStub({ script: { rules: [] } })]);
  world = await createWorld(test.db);
  ({ code } = await createPackageRow(test.db, world, { status: 'planned', title: 'Raw water pumps' }));
  emailId = await ingest(test.db, parser, { subject: `${code} drawings`, text: `Dear Bob,\n\n${SENTENCE}\n\nJo` });
});
afterAll(async () => {
  setEnv({ OPENAI_API_KEY: undefined });
  await Promise.all([parser.close(), stub.close()]);
  await test.drop();
});

/** Everything that a rehearsal must leave as it is. */
async function stored(): Promise<unknown> {
  const { rows } = await sql`
    select (select jsonb_agg(to_jsonb(e) order by e.id) from (select id, understanding, event_seq from emails) e) as emails,
      (select jsonb_agg(to_jsonb(s) order by s.id) from suggestions s) as suggestions,
      (select jsonb_agg(to_jsonb(l) order by l.id) from email_links l) as links,
      (select count(*) from events) as events`.execute(test.db);
  return rows;
}

describe('what differs', () => {
  const task = (title: string, due: string | null, start: number): ReadTask => ({
    title,
    due,
    assignee: null,
    package: 'P-1',
    evidence: 'x',
    start,
    end: start + 9,
  });
  const patch = (value: string): ReadPatch => ({
    package: 'P-1',
    field: 'deliveryDate',
    value,
    before: null,
    evidence: 'x',
    start: 0,
    end: 1,
  });

  it('is nothing between equal readings', () => {
    const reading = { packages: ['P-1'], tasks: [task('a', null, 0)], patches: [patch('2026-03-01')] };
    expect(differs(compareReadings(reading, structuredClone(reading)))).toBe(false);
  });

  it('is added, removed or changed, a task by its sentence and a patch by its field', () => {
    const before = {
      packages: ['P-1', 'P-2'],
      tasks: [task('a', null, 0), task('b', null, 50)],
      patches: [patch('2026-03-01')],
    };
    const after = {
      packages: ['P-1', 'P-3'],
      tasks: [task('A!', '2026-03-01', 4), task('c', null, 90)],
      patches: [patch('2026-03-02')],
    };
    expect(compareReadings(before, after)).toEqual({
      packages: { added: ['P-3'], removed: ['P-2'], changed: [] },
      tasks: {
        added: ['c · no date · nobody · P-1'],
        removed: ['b · no date · nobody · P-1'],
        changed: [{ from: 'a · no date · nobody · P-1', to: 'A! · due 2026-03-01 · nobody · P-1' }],
      },
      patches: {
        added: [],
        removed: [],
        changed: [{ from: 'P-1 deliveryDate → 2026-03-01', to: 'P-1 deliveryDate → 2026-03-02' }],
      },
    });
  });
});

it('the same rules read the same, and nothing is written', async () => {
  const before = await stored();
  const result = await replayReading(test.db, { provider: 'rules', since: '2020-01-01', limit: 10 });
  expect(result).toMatchObject({ reader: RULES_VERSION, read: 1, items: [], failures: [] });
  expect(await stored()).toEqual(before);
});

it('a model’s other reading is shown and not kept, its usage is', async () => {
  setEnv({ OPENAI_API_KEY: 'sk-x', OPENAI_BASE_URL: stub.baseURL, OPENAI_MODEL: 'm' });
  const task = { title: 'Return them', due: '2026-03-12', assignee: null, package: code, evidence: SENTENCE };
  const json = { packages: [code], summary: 'One. Two.', urgency: 'low', flags: [], tasks: [task], patches: [] };
  stub.setScript({ rules: [{ when: {}, respond: { json } }] });
  const before = await stored();
  const result = await replayReading(test.db, { provider: 'openai', since: '2020-01-01', limit: 10 });
  expect(result).toMatchObject({
    reader: 'openai:m reading-1',
    read: 1,
    items: [{ id: emailId, before: RULES_VERSION }],
  });
  expect(result.items[0]?.difference.tasks.changed[0]?.to).toContain('Return them · due 2026-03-12');
  expect(await stored()).toEqual(before);
  const { rows } = await sql`select purpose, calls from ai_usage`.execute(test.db);
  expect(rows).toEqual([{ purpose: 'replay', calls: 1 }]);
});

it('a model that fails is told message by message', async () => {
  stub.setScript({ rules: [{ when: {}, respond: { text: 'no json' } }] });
  const result = await replayReading(test.db, { provider: 'openai', since: '2020-01-01', limit: 10 });
  expect(result).toMatchObject({
    read: 1,
    items: [],
    failures: [{ id: emailId, reason: 'The model’s answer was not in the wanted form.' }],
  });
});

it('as a job, its result stays for the page; a viewer may not ask, nor anybody for a provider without key', async () => {
  const { id } = await requestReplay(test.db, world.charlie, { provider: 'rules', since: '2020-01-01' });
  await drain(test.db, parser);
  expect(await getReplay(test.db, id)).toMatchObject({
    status: 'done',
    most: 100,
    result: { read: 1 },
    requestedBy: world.charlie.name,
  });
  await expect(requestReplay(test.db, world.bob, { provider: 'rules', since: '2020-01-01' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(requestReplay(test.db, world.charlie, { provider: 'azure', since: '2020-01-01' })).rejects.toThrow(
    /its key is missing/,
  );
});
