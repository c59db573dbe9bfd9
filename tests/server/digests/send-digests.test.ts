import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { sendDigests } from '../../../server/digests/send-digests.ts';
import { setEnv } from '../../../server/env.ts';
import { claimDueSlots } from '../../../server/schedules/run-schedules.ts';
import { setDigest } from '../../../server/notifications/set-digest.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const WORKER = { kind: 'system', name: 'worker', via: 'worker' } as const;

let test: TestDatabase;
let world: World;

type Sent = { to: string; subject: string; text: string; unsubscribe: string | null };

/** The digests sent at an instant, which is business time too. */
async function run(now: string): Promise<Sent[]> {
  setEnv({ PMIS_NOW: now });
  await sendDigests(test.db, WORKER, new Date(now));
  const { rows } = await sql<Sent>`
    delete from outgoing_emails where kind = 'digest'
    returning to_list -> 0 ->> 'address' as to, subject, text, unsubscribe_url as unsubscribe`.execute(test.db);
  return rows.toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

async function addTask(packageId: string, columns: { title: string; assignee?: UserActor; due?: string }) {
  await sql`
    insert into tasks (package_id, project_id, title, source, assignee_id, due_date, first_due_date)
    select p.id, p.project_id, ${columns.title}, 'api', ${columns.assignee?.userId ?? null}::uuid, ${columns.due ?? null}::date,
      ${columns.due ?? null}::date from packages p where p.id = ${packageId}::uuid`.execute(test.db);
}

async function addTurn(packageId: string, decider: UserActor, since: string): Promise<string> {
  const { rows } = await sql<{ code: string }>`
    insert into approvals (subject_type, subject_id, package_id, project_id, patch, patch_shown, origin, level,
      required_decisions, requested_by, barred, turn_user_id, turn_since)
    select 'package', p.id, p.id, p.project_id, '{}', '{}', 'ui', 'high', 1, ${world.alice.userId}, '{}',
      ${decider.userId}, ${since}::timestamptz from packages p where p.id = ${packageId}::uuid returning code`.execute(
    test.db,
  );
  return rows[0]!.code;
}

beforeAll(async () => {
  test = await createTestDatabase({ max: 8 });
  setEnv({
    SMTP_HOST: '127.0.0.1',
    MAIL_FROM: 'PMIS <pmis@northgate.example>',
    PUBLIC_URL: 'https://pmis.northgate.example',
  });
});
afterAll(async () => {
  setEnv({ PMIS_NOW: undefined, SMTP_HOST: undefined, MAIL_FROM: undefined, PUBLIC_URL: undefined });
  await test.drop();
});
beforeEach(async () => {
  await sql`update users set active = false`.execute(test.db);
  await sql`update tasks set status = 'cancelled'`.execute(test.db);
  await sql`update approvals set status = 'withdrawn'`.execute(test.db);
  await sql`delete from digests`.execute(test.db);
  world = await createWorld(test.db);
});

describe('a digest', () => {
  it('tells an assignee what is overdue and due, and nobody who has nothing', async () => {
    const { id, code } = await createPackageRow(test.db, world);
    await addTask(id, { title: 'Chase drawings', assignee: world.alice, due: '2026-03-03' });
    await addTask(id, { title: 'Call the vendor', assignee: world.alice, due: '2026-03-05' });
    await addTask(id, { title: 'Next week', assignee: world.alice, due: '2026-03-12' });
    const sent = await run('2026-03-05T07:00:00Z');
    expect(sent.map(({ to }) => to)).toEqual([world.alice.email]);
    const [{ subject, text, unsubscribe }] = sent as [Sent];
    expect(subject).toBe('Your day: 1 overdue, 1 due');
    expect(text).toMatch(
      new RegExp(`Overdue \\(1\\)\\n\\n- T-\\d+ Chase drawings \\(${code}, 2 days late\\)\\n  https://pmis`),
    );
    expect(text).toMatch(new RegExp(`Due today \\(1\\)\\n\\n- T-\\d+ Call the vendor \\(${code}\\)`));
    expect(text).not.toContain('Next week');
    expect(unsubscribe).toMatch(/^https:\/\/pmis\.northgate\.example\/unsubscribe\//);
  });

  it('tells a buyer of tasks without an assignee and without a date, on packages that are not paused', async () => {
    const { id } = await createPackageRow(test.db, world);
    const held = await createPackageRow(test.db, world, { status: 'on_hold', held_from: 'evaluation' });
    await addTask(id, { title: 'Nobody’s', due: '2026-04-01' });
    await addTask(id, { title: 'Undated of Alice', assignee: world.alice });
    await addTask(id, { title: 'Undated of nobody' });
    await addTask(held.id, { title: 'On hold', due: '2026-01-01' });
    const sent = await run('2026-03-05T07:00:00Z');
    expect(sent.map(({ to }) => to)).toEqual([world.bob.email]);
    const { text } = sent[0]!;
    expect(text).toMatch(/Without an assignee, on packages that you buy \(1\)\n\n- T-\d+ Nobody’s .*due 2026-04-01/);
    expect(text).toMatch(/Without a date, on packages that you buy \(2\)/);
    expect(text).not.toContain('On hold');
  });

  it('tells a decider from the third working day, one line a package', async () => {
    const { id, code } = await createPackageRow(test.db, world);
    // Thursday 5 March: Friday is the second working day, Monday the third.
    const first = await addTurn(id, world.charlie, '2026-03-05T10:00:00Z');
    const second = await addTurn(id, world.charlie, '2026-03-05T12:00:00Z');
    expect(await run('2026-03-06T07:30:00Z')).toEqual([]);
    const [monday, ...others] = await run('2026-03-09T07:30:00Z');
    expect(others).toEqual([]);
    expect(monday).toMatchObject({ to: world.charlie.email, subject: 'Your day: 1 to decide' });
    expect(monday!.text).toContain(`${code} Main power transformers: ${first}, ${second}, since 2026-03-05`);
  });

  it('comes on working days of the project: not on a weekend, not on a holiday', async () => {
    const { id } = await createPackageRow(test.db, world);
    await addTask(id, { title: 'Late', assignee: world.alice, due: '2026-03-01' });
    await sql`
      insert into project_holidays (project_id, day, name) values (${world.projectId}::uuid, '2026-03-09', 'Day of rest')`.execute(
      test.db,
    );
    expect(await run('2026-03-07T09:00:00Z')).toEqual([]);
    expect(await run('2026-03-08T09:00:00Z')).toEqual([]);
    expect(await run('2026-03-09T09:00:00Z')).toEqual([]);
    expect(await run('2026-03-10T09:00:00Z')).toHaveLength(1);
    await sql`update projects set work_days = '{7,1,2,3,4}' where id = ${world.projectId}::uuid`.execute(test.db);
    expect(await run('2026-03-15T09:00:00Z')).toHaveLength(1);
  });

  it('waits for 07:00 of each person’s own zone, on the day that clocks change too', async () => {
    const { id } = await createPackageRow(test.db, world);
    await sql`update projects set work_days = '{1,2,3,4,5,6,7}' where id = ${world.projectId}::uuid`.execute(test.db);
    const berlin = await createPerson(test.db, 'Ada', 'operator');
    const auckland = await createPerson(test.db, 'Zoe', 'operator');
    await sql`update users set time_zone = 'Europe/Berlin' where id = ${berlin.userId}`.execute(test.db);
    await sql`update users set time_zone = 'Pacific/Auckland' where id = ${auckland.userId}`.execute(test.db);
    for (const assignee of [berlin, auckland]) await addTask(id, { title: 'Late', assignee, due: '2026-03-01' });
    const to = async (now: string) => (await run(now)).map((one) => one.to.split('-')[0]);
    // 28 March 2026: 07:00 in Auckland is 18:00 UTC of the day before.
    expect(await to('2026-03-27T17:59:00Z')).toEqual(['ada']);
    expect(await to('2026-03-27T18:00:00Z')).toEqual(['zoe']);
    expect(await to('2026-03-28T05:59:00Z')).toEqual([]);
    expect(await to('2026-03-28T06:00:00Z')).toEqual(['ada']);
    // The next night Berlin's clocks go forward: 07:00 is an hour earlier.
    expect(await to('2026-03-29T04:59:00Z')).toEqual(['zoe']);
    expect(await to('2026-03-29T05:00:00Z')).toEqual(['ada']);
  });

  it('is not for those who do not want it, and not again after an unsubscribe', async () => {
    const { id } = await createPackageRow(test.db, world);
    await addTask(id, { title: 'Late', assignee: world.alice, due: '2026-03-01' });
    expect(await setDigest(test.db, world.alice.userId, false)).toBe(true);
    expect(await run('2026-03-05T07:00:00Z')).toEqual([]);
    await setDigest(test.db, world.alice.userId, true);
    expect(await run('2026-03-05T08:00:00Z')).toHaveLength(1);
  });
});

it('is sent exactly once while four runners run, and not when one runs again', async () => {
  const { id } = await createPackageRow(test.db, world);
  await sql`
    insert into users (email, name, role) select 'd' || n || '@northgate.example', 'Person ' || n, 'operator'
    from generate_series(1, 450) n`.execute(test.db);
  await sql`
    insert into tasks (package_id, project_id, title, source, assignee_id, due_date)
    select ${id}::uuid, ${world.projectId}::uuid, 'Late', 'api', u.id, '2026-03-01' from users u where u.email like 'd%@northgate.example'`.execute(
    test.db,
  );
  setEnv({ PMIS_NOW: '2026-03-05T07:00:00Z' });
  const now = new Date('2026-03-05T07:00:00Z');
  const results = await Promise.all(Array.from({ length: 4 }, () => sendDigests(test.db, WORKER, now)));
  expect(results.reduce((sum, one) => sum + one.sent, 0)).toBe(450);
  expect(await sendDigests(test.db, WORKER, now)).toEqual({ sent: 0, people: 0, mailOff: false });
  const { rows } = await sql<{ mails: number; people: number }>`
    select count(*)::int as mails, count(distinct recipients[1])::int as people from outgoing_emails
    where kind = 'digest'`.execute(test.db);
  expect(rows).toEqual([{ mails: 450, people: 450 }]);
  await sql`delete from outgoing_emails`.execute(test.db);
}, 30_000);

it('is made up for on the same day when nothing ran at 07:00, by the schedule of each zone', async () => {
  await sql`delete from schedule_runs`.execute(test.db);
  await sql`update users set time_zone = 'Asia/Tokyo' where id = ${world.alice.userId}`.execute(test.db);
  const digests = async (now: string) =>
    (await claimDueSlots(test.db, 'one', '0 0 * * *', new Date(now))).filter((name) => name.startsWith('send_digests'));
  expect(await digests('2026-03-05T11:00:00Z')).toEqual(['send_digests 07:00 Asia/Tokyo', 'send_digests 07:00 UTC']);
  expect(await digests('2026-03-05T21:59:00Z')).toEqual([]);
  expect(await digests('2026-03-05T22:00:00Z')).toEqual(['send_digests 07:00 Asia/Tokyo']);
  setEnv({ SMTP_HOST: undefined });
  expect(await digests('2026-03-06T12:00:00Z')).toEqual([]);
  expect(await sendDigests(test.db, WORKER)).toEqual({ sent: 0, people: 0, mailOff: true });
  setEnv({ SMTP_HOST: '127.0.0.1' });
  expect(await digests('2026-03-06T12:01:00Z')).toEqual(['send_digests 07:00 UTC']);
});
