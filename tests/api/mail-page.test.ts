import type { ActionFunctionArgs } from '@remix-run/node';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as message from '../../app/routes/mail.$id/route.tsx';
import * as signIn from '../../app/routes/sign-in.tsx';
import type { UserActor } from '../../server/actor.ts';
import { closeDb } from '../../server/db.ts';
import { createMessageParser } from '../../server/emails/parse/create-message-parser.ts';
import type { EmailJson } from '../../server/emails/email.schema.ts';
import { getEmail } from '../../server/emails/email.queries.ts';
import { setEnv } from '../../server/env.ts';
import { createPackageRow, createWorld, type World } from '../factories/governance.ts';
import { ingest, type Letter } from '../factories/mail.ts';
import { createSignInPerson, PASSWORD } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

let test: TestDatabase;
let world: World;
let pkg: { id: string; code: string };
let bob: UserActor;
let cookie: Record<'operator' | 'viewer', string>;
const parser = createMessageParser();

beforeAll(async () => {
  test = await createTestDatabase();
  setEnv({ DATABASE_URL: test.url, RATE_LIMIT_SIGN_IN: 0, REDIS_URL: undefined });
  world = await createWorld(test.db);
  await sql`insert into vendor_domains (domain, vendor_id) values ('hydrotec.test', ${world.vendorId}::uuid)`.execute(
    test.db,
  );
  bob = await createSignInPerson(test.db, 'operator', 'Bob');
  const vera = await createSignInPerson(test.db, 'viewer', 'Vera');
  cookie = { operator: await signedIn(bob), viewer: await signedIn(vera) };
});
afterAll(async () => {
  await parser.close();
  await closeDb();
  await test.drop();
});
beforeEach(async () => {
  pkg = await createPackageRow(test.db, world, {
    status: 'po_issued',
    status_path: ['evaluation', 'awarded'],
    title: 'Raw water intake pumps',
    contract_amount: 118_000_000,
    contract_frozen: true,
    fat_date: '2026-05-10',
    delivery_date: '2026-06-15',
    delivery_date_plan: '2026-06-15',
  });
});

const args = (path: string, form: [string, string][], session: string, params = {}): ActionFunctionArgs => ({
  request: new Request(`http://pmis.test${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie: session },
  }),
  params,
  context: { cspNonce: '', requestId: 'test-request', clientAddress: '127.0.0.1', secure: false },
});

async function signedIn({ email }: UserActor): Promise<string> {
  const form: [string, string][] = [
    ['email', email],
    ['password', PASSWORD],
  ];
  const answer = (await signIn.action(args('/sign-in', form, ''))) as Response;
  return answer.headers
    .getSetCookie()
    .find((text) => text.startsWith('pmis_session='))!
    .split(';')[0]!;
}

/** Sends a form of the message's page; a redirect is `done`, a failure is what the form gets back. */
async function send(emailId: string, form: [string, string][], as: keyof typeof cookie = 'operator') {
  const answer: unknown = await message.action(args(`/mail/${emailId}`, form, cookie[as], { id: emailId }));
  if (answer instanceof Response) return { done: answer.headers.get('location'), failure: null, status: answer.status };
  const { data, init } = answer as { data: { message: string; fields: unknown[]; values: object }; init: ResponseInit };
  return { done: null, failure: data, status: init.status };
}

async function read(given: Letter = {}): Promise<EmailJson> {
  const id = await ingest(test.db, parser, {
    from: 'Jonas Keller <jonas.keller@hydrotec.test>',
    subject: `${pkg.code} revised dates`,
    text: `Dear Bob,\n\nthe FAT date of ${pkg.code} moves from 10 May to 20 May 2026.\n\nThe delivery date of ${pkg.code} moves from 15 June to 3 July 2026.\n\nPlease confirm by Tuesday that this is acceptable.\n\nJonas Keller`,
    ...given,
  });
  return (await getEmail(test.db, world.charlie, id)) as EmailJson;
}
const open = async ({ id }: EmailJson, kind: 'task' | 'patch') =>
  ((await getEmail(test.db, world.charlie, id)) as EmailJson).suggestions.filter(
    (one) => one.kind === kind && one.status === 'open',
  );
const fieldsOf = (suggestions: EmailJson['suggestions']) => suggestions.map((one) => one.content.field).sort();

describe('the message page', () => {
  it('creates a suggested task as it was edited', async () => {
    const email = await read();
    const [task] = await open(email, 'task');
    const { done } = await send(email.id, [
      ['intent', 'create'],
      ['suggestion', task!.id],
      ['title', 'Confirm the new dates'],
      ['dueDate', '2099-01-05'],
      ['assignee', bob.email],
      ['package', pkg.code],
    ]);
    expect(done).toBe(`/mail/${email.id}`);
    const { rows } = await sql<object>`
      select t.title, t.due_date, t.source, u.email from tasks t join users u on u.id = t.assignee_id
      where t.package_id = ${pkg.id}::uuid`.execute(test.db);
    expect(rows).toEqual([
      { title: 'Confirm the new dates', due_date: '2099-01-05', source: 'email', email: bob.email },
    ]);
    expect(await open(email, 'task')).toEqual([]);
  });

  it('gives a task back with what was typed and what is wrong with it', async () => {
    const email = await read();
    const [task] = await open(email, 'task');
    const { status, failure } = await send(email.id, [
      ['intent', 'create'],
      ['suggestion', task!.id],
      ['title', ''],
      ['dueDate', '2099-01-05'],
    ]);
    expect(status).toBe(422);
    expect(failure).toMatchObject({
      fields: [{ field: 'title' }],
      values: { suggestion: task!.id, dueDate: '2099-01-05' },
    });
    expect(await open(email, 'task')).toHaveLength(1);
  });

  it('proposes the ticked fields as edited, and leaves the others open', async () => {
    const email = await read();
    const changes = await open(email, 'patch');
    expect(fieldsOf(changes)).toEqual(['deliveryDate', 'fatDate']);
    const { done } = await send(email.id, [
      ['intent', 'propose'],
      ['suggestion', changes[0]!.id],
      ['fields', 'deliveryDate'],
      ['deliveryDate', '2026-07-06'],
      ['fatDate', '2026-05-20'],
      ['reason', ''],
    ]);
    expect(done).toBe(`/mail/${email.id}`);
    const { rows } = await sql<{ patch: object }>`
      select patch_shown as patch from approvals where package_id = ${pkg.id}::uuid`.execute(test.db);
    expect(rows).toEqual([{ patch: { deliveryDate: { from: '2026-06-15', to: '2026-07-06' } } }]);
    expect(fieldsOf(await open(email, 'patch'))).toEqual(['fatDate']);
  });

  it('says that nothing is ticked', async () => {
    const email = await read();
    const [change] = await open(email, 'patch');
    const { status, failure } = await send(email.id, [
      ['intent', 'propose'],
      ['suggestion', change!.id],
    ]);
    expect([status, failure?.fields]).toEqual([422, [expect.objectContaining({ field: 'fields' })]]);
  });

  it('dismisses the ticked fields of a change', async () => {
    const email = await read();
    const changes = await open(email, 'patch');
    await send(email.id, [
      ['intent', 'dismiss'],
      ['suggestion', changes.find((one) => one.content.field === 'fatDate')!.id],
      ['fields', 'deliveryDate'],
    ]);
    expect(fieldsOf(await open(email, 'patch'))).toEqual(['fatDate']);
  });

  it('proposes the change of a new sender once he is confirmed', async () => {
    const other = await createWorld(test.db);
    await sql`
      insert into vendor_domains (domain, vendor_id) values ('freight.test', ${other.vendorId}::uuid)
      on conflict do nothing`.execute(test.db);
    const email = await read({ from: 'Eva Neu <eva@freight.test>' });
    const [change] = await open(email, 'patch');
    const propose: [string, string][] = [
      ['intent', 'propose'],
      ['suggestion', change!.id],
      ['fields', 'deliveryDate'],
    ];
    expect(change!.senderUnknown).toBe(true);
    expect((await send(email.id, propose)).status).toBe(409);
    expect((await send(email.id, [['intent', 'confirm-sender']])).done).toBe(`/mail/${email.id}`);
    expect((await send(email.id, propose)).done).toBe(`/mail/${email.id}`);
  });

  it('refuses viewers', async () => {
    const email = await read();
    const [change] = await open(email, 'patch');
    const [task] = await open(email, 'task');
    for (const [intent, id] of [
      ['propose', change!.id],
      ['create', task!.id],
      ['dismiss', task!.id],
      ['confirm-sender', ''],
    ] as const)
      expect(
        await send(
          email.id,
          [
            ['intent', intent],
            ['suggestion', id],
          ],
          'viewer',
        ),
      ).toMatchObject({ done: null, status: 403 });
    expect([...(await open(email, 'patch')), ...(await open(email, 'task'))]).toHaveLength(3);
  });
});
