import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { getEmail } from '../../../server/emails/email.queries.ts';
import type { EmailJson } from '../../../server/emails/email.schema.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { acceptSuggestion } from '../../../server/suggestions/accept-suggestion.ts';
import type { World } from '../../factories/governance.ts';
import { drain, letter } from '../../factories/mail.ts';
import { createVendorMail } from '../../factories/vendor-mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;
let pkg: { id: string; code: string };
const parser = createMessageParser();

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  await parser.close();
  await test.drop();
});
beforeEach(async () => {
  ({ world, pkg } = await createVendorMail(test.db));
});

async function take(sentence: string): Promise<EmailJson> {
  const raw = letter({
    from: 'Jo <jo@hydrotec.test>',
    subject: `${pkg.code} pumps`,
    text: `Dear Bob,\n\n${sentence}\n\nJo`,
  });
  const { id } = await receiveEmail(test.db, world.bob, { raw, source: 'api' });
  await drain(test.db, parser);
  return (await getEmail(test.db, world.charlie, id)) as EmailJson;
}
const openOnes = (email: EmailJson) => email.suggestions.filter(({ status }) => status === 'open');
const asks = (day: string) => `Could you please return the signed drawings by ${day} 2026.`;

async function openTask(): Promise<string> {
  const [task] = openOnes(await take(asks('13 March')));
  const { created } = await acceptSuggestion(test.db, world.bob, task!.id, {});
  return created.code;
}

it('a date other than the package’s is said with both sources', async () => {
  const email = await take(`The delivery date of ${pkg.code} moves from 15 June to 3 July 2026.`);
  const { rows } = await sql<{ name: string }>`select name from vendors where id = ${world.vendorId}::uuid`.execute(
    test.db,
  );
  const [change] = openOnes(email);
  expect(change).toMatchObject({ kind: 'patch', about: null });
  expect(change?.drift).toEqual({
    wrote: {
      by: rows[0]!.name,
      date: '2026-07-03',
      source: { type: 'email', id: email.id, quote: change!.evidence[0]!.quote },
    },
    says: { what: pkg.code, date: '2026-06-15', source: { type: 'package', id: pkg.id, code: pkg.code } },
  });
  await sql`update packages set delivery_date = '2026-07-03' where id = ${pkg.id}::uuid`.execute(test.db);
  expect(((await getEmail(test.db, world.charlie, email.id)) as EmailJson).suggestions[0]?.drift).toBeNull();
});

it('a date other than an open task’s moves that task when accepted, with the message as its reason', async () => {
  const code = await openTask();
  const [move, ...more] = openOnes(await take(asks('20 March')));
  expect(more).toEqual([]);
  expect(move).toMatchObject({
    kind: 'task',
    about: code,
    drift: { wrote: { date: '2026-03-20' }, says: { what: code, date: '2026-03-13' } },
  });
  const { created } = await acceptSuggestion(test.db, world.bob, move!.id, {});
  expect(created.code).toBe(code);
  const { rows } = await sql`
    select due_date, due_moves, jsonb_array_length(evidence) as quotes from tasks where code = ${code}`.execute(
    test.db,
  );
  expect(rows).toEqual([{ due_date: '2026-03-20', due_moves: 1, quotes: 2 }]);
  const { rows: events } = await sql<{ reason: string; evidence: unknown[] }>`
    select reason, evidence from events where event_type = 'task_updated' and package_id = ${pkg.id}::uuid`.execute(
    test.db,
  );
  expect(events).toEqual([
    { reason: `Read from the message “${pkg.code} pumps”.`, evidence: [expect.objectContaining({ type: 'email' })] },
  ]);
});

it('the same date again is no drift: its quote joins the task', async () => {
  const code = await openTask();
  expect(openOnes(await take(asks('13 March')))).toEqual([]);
  const { rows } = await sql`select jsonb_array_length(evidence) as quotes from tasks where code = ${code}`.execute(
    test.db,
  );
  expect(rows).toEqual([{ quotes: 2 }]);
});

it('two messages with one other date are one suggestion with two quotes', async () => {
  await openTask();
  const first = await take(asks('20 March'));
  expect(openOnes(await take(`As said: ${asks('20 March')}`))).toEqual([]);
  const [move] = openOnes((await getEmail(test.db, world.charlie, first.id)) as EmailJson);
  expect(move?.evidence).toHaveLength(2);
});

it('what makes a new task is refused for a move', async () => {
  await openTask();
  const [move] = openOnes(await take(asks('20 March')));
  await expect(acceptSuggestion(test.db, world.bob, move!.id, { title: 'Another' })).rejects.toThrow(
    /belongs to a new task/,
  );
});
