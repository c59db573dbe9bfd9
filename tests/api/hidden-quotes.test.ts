import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as approval from '../../app/routes/api.approvals.$id.ts';
import * as withdraw from '../../app/routes/api.approvals.$id.withdraw.ts';
import * as approvals from '../../app/routes/api.approvals.ts';
import * as task from '../../app/routes/api.tasks.$id.ts';
import * as tasks from '../../app/routes/api.tasks.ts';
import { closeDb } from '../../server/db.ts';
import { createMessageParser } from '../../server/emails/parse/create-message-parser.ts';
import type { EmailJson } from '../../server/emails/email.schema.ts';
import { readEmail } from '../../server/emails/read-emails.ts';
import { setEnv } from '../../server/env.ts';
import { proposeChange } from '../../server/packages/propose-change.ts';
import { createTask } from '../../server/tasks/create-task.ts';
import { callRoute } from '../factories/call-route.ts';
import { createPackageRow, createWorld, type World } from '../factories/governance.ts';
import { ingest } from '../factories/mail.ts';
import { createBearer } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

const SECRET = 'We offer the pumps for 3,999,000 euros.';

let test: TestDatabase;
let world: World;
let mailId: string;
let code: string;
let approvalCode: string;
let taskCode: string;
let token: Record<'buyer' | 'other', string>;
const parser = createMessageParser();

beforeAll(async () => {
  test = await createTestDatabase();
  setEnv({ DATABASE_URL: test.url, RATE_LIMIT_API: 0, REDIS_URL: undefined });
  world = await createWorld(test.db);
  ({ code } = await createPackageRow(test.db, world, { status: 'evaluation' }));
  mailId = await ingest(test.db, parser, {
    subject: `${code} our offer`,
    text: SECRET,
    to: 'tender@northgate.example',
  });
  const evidence = [{ type: 'email', id: mailId, quote: SECRET }];
  const proposed = await proposeChange(test.db, world.alice, {
    package: code,
    body: { buyer: world.alice.email, evidence },
  });
  approvalCode = proposed.code;
  taskCode = (await createTask(test.db, world.bob, { package: code, title: 'Compare the offers', evidence })).code;
  token = { buyer: await createBearer(test.db, world.bob), other: await createBearer(test.db, world.alice) };
});
afterAll(async () => {
  await parser.close();
  await closeDb();
  await test.drop();
});

const bare = [{ type: 'email' }];

describe('the quotes of a hidden bid', () => {
  it.each([
    ['GET /api/approvals', () => approvals, () => ({})],
    ['GET /api/approvals/:id', () => approval, () => ({ id: approvalCode })],
    ['GET /api/tasks', () => tasks, () => ({})],
    ['GET /api/tasks/:id', () => task, () => ({ id: taskCode })],
  ])('are in %s for its readers alone', async (_name, route, params) => {
    const ask = async (bearer: string) => {
      const { status, body } = await callRoute(route(), { token: bearer, params: params() });
      expect(status).toBe(200);
      const items = (body['items'] ?? [body]) as unknown as { evidence: unknown }[];
      expect(items).toHaveLength(1);
      return items[0]!.evidence;
    };
    expect(await ask(token.other)).toEqual(bare);
    expect(await ask(token.buyer)).toEqual([expect.objectContaining({ id: mailId, quote: SECRET })]);
  });

  it('are not in what a change answers, nor in its refusal', async () => {
    const patched = await callRoute(task, {
      method: 'PATCH',
      token: token.other,
      params: { id: taskCode },
      body: { priority: 'high' },
    });
    expect([patched.status, patched.body['evidence']]).toEqual([200, bare]);
    const stale = await callRoute(approval, {
      method: 'PATCH',
      token: token.other,
      params: { id: approvalCode },
      body: { reason: 'Look again', expectedVersion: 99 },
    });
    expect(stale.status).toBe(409);
    expect(JSON.stringify(stale.body)).not.toContain(SECRET);
    const withdrawn = await callRoute(withdraw, { method: 'POST', token: token.other, params: { id: approvalCode } });
    expect([withdrawn.status, withdrawn.body['evidence']]).toEqual([200, bare]);
  });

  it('are not among those of a suggestion that another message makes too', async () => {
    const inside = await ingest(test.db, parser, {
      from: world.bob.email,
      subject: `${code} plan`,
      text: 'As agreed.',
    });
    await sql`
      insert into suggestions (email_id, package_id, kind, content, content_key, evidence, text_hash, source, source_version)
      select ${inside}::uuid, id, 'task', '{"title": "Compare", "due": null, "assignee": null}', 'task:compare',
        jsonb_build_array(jsonb_build_object('type', 'email', 'id', ${inside}::text, 'quote', 'As agreed.', 'start', 0, 'end', 10),
          jsonb_build_object('type', 'email', 'id', ${mailId}::text, 'quote', ${SECRET}::text, 'start', 0, 'end', 39)), 'x', 'rules', 'rules-1'
      from packages where code = ${code}`.execute(test.db);
    const quotes = async (reader: World['bob']) => {
      const { suggestions } = (await readEmail(test.db, reader, inside)) as EmailJson;
      return suggestions.flatMap((one) => one.evidence.map((item) => item.quote));
    };
    expect(await quotes(world.alice)).toEqual(['As agreed.']);
    expect(await quotes(world.bob)).toEqual(['As agreed.', SECRET]);
  });
});
