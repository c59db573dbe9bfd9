import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { approveApproval, rejectApproval } from '../../../server/approvals/decide-approval.ts';
import { editApproval } from '../../../server/approvals/edit-approval.ts';
import { expireApprovals } from '../../../server/approvals/expire-approvals.ts';
import { withdrawApproval } from '../../../server/approvals/withdraw-approval.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { setEnv } from '../../../server/env.ts';
import { whoIsTold } from '../../../server/notifications/notification.policy.ts';
import { notify } from '../../../server/notifications/notify.ts';
import { markAllRead, markRead, readNotifications } from '../../../server/notifications/read-notifications.ts';
import { changePreferences } from '../../../server/notifications/set-preferences.ts';
import { proposeChange } from '../../../server/packages/propose-change.ts';
import { checkOverdue } from '../../../server/tasks/check-overdue.ts';
import { createTask } from '../../../server/tasks/create-task.ts';
import { updateTask } from '../../../server/tasks/update-task.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { ingest } from '../../factories/mail.ts';
import { mailOff, mailOn } from '../../factories/outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const SYSTEM = { kind: 'system', name: 'worker', via: 'worker' } as const;
const parser = createMessageParser();

let test: TestDatabase;
let world: World;
let pkg: { id: string; code: string };

beforeAll(async () => {
  test = await createTestDatabase({ max: 12 });
});
beforeEach(async () => {
  await sql`update users set active = false`.execute(test.db);
  world = await createWorld(test.db);
  pkg = await createPackageRow(test.db, world);
});
afterEach(() => {
  mailOff();
  setEnv({ PMIS_NOW: undefined });
});
afterAll(async () => {
  await parser.close();
  await test.drop();
});

/** What a person has not read, the oldest first: kind and sentence. */
async function unread(person: UserActor): Promise<[kind: string, sentence: string, path: string][]> {
  const json = await readNotifications(test.db, person, { unread: 'true', sort: 'createdAt' });
  const { items } = JSON.parse(json) as { items: { kind: string; sentence: string; path: string }[] };
  return items.map(({ kind, sentence, path }) => [kind, sentence, path]);
}

const propose = (by: UserActor, body: object) => proposeChange(test.db, by, { package: pkg.code, body });

/** Whose turn an approval is, and the other admin. */
async function deciders(code: string): Promise<[UserActor, UserActor]> {
  const { rows } = await sql<{
    id: string | null;
  }>`select turn_user_id as id from approvals where code = ${code}`.execute(test.db);
  return rows[0]!.id === world.charlie.userId ? [world.charlie, world.chidi] : [world.chidi, world.charlie];
}

describe('approvals', () => {
  it('waits: its decider is told; decided: its requester, with the reason; the deciders’ unread turn is settled', async () => {
    const { code } = await propose(world.alice, { contractAmount: '4000000.00', reason: 'Negotiated' });
    const [decider, other] = await deciders(code);
    expect(await unread(decider)).toEqual([
      ['approval_turn', `Alice asks you to decide ${code}: contract amount on ${pkg.code}.`, `/approvals/${code}`],
    ]);
    expect([await unread(world.alice), await unread(other), await unread(world.bob)]).toEqual([[], [], []]);
    // Taken over: the one whose turn it was has nothing to decide any more.
    await rejectApproval(test.db, other, code, { reason: 'Too dear' });
    expect(await unread(decider)).toEqual([]);
    expect(await unread(world.alice)).toEqual([
      [
        'approval_decided',
        `${other.name} rejected ${code} (contract amount on ${pkg.code}): Too dear`,
        `/approvals/${code}`,
      ],
    ]);
  });

  it('of a critical change the second decider is told after the first decision', async () => {
    await sql`update packages set contract_amount = 100000000 where id = ${pkg.id}::uuid`.execute(test.db);
    const { code } = await propose(world.alice, { contractAmount: '4000000.00', reason: 'A rise' });
    const [first, second] = await deciders(code);
    await approveApproval(test.db, first, code, { reason: 'Agreed' });
    expect((await unread(second)).map(([kind]) => kind)).toEqual(['approval_turn']);
    await approveApproval(test.db, second, code, { reason: 'Agreed' });
    expect(await unread(second)).toEqual([]);
    expect((await unread(world.alice)).map(([, sentence]) => sentence)).toEqual([
      `${first.name} approved ${code} (contract amount on ${pkg.code}); one more decision is needed.`,
      `${second.name} approved ${code}; it is applied: contract amount on ${pkg.code}.`,
    ]);
  });

  it('edited, withdrawn, superseded, expired', async () => {
    const edited = await propose(world.alice, { contractAmount: '4000000.00', reason: 'Negotiated' });
    await editApproval(test.db, world.bob, edited.code, { patch: { contractAmount: '4100000.00' } });
    expect((await unread(world.alice)).map(([kind]) => kind)).toEqual(['approval_edited']);
    const [decider] = await deciders(edited.code);
    expect((await unread(decider)).at(-1)![1]).toMatch(/^Bob edited .* it waits for your decision: /);
    await withdrawApproval(test.db, world.alice, edited.code, {});
    expect((await unread(decider)).at(-1)![1]).toBe(
      `Alice withdrew ${edited.code} (contract amount on ${pkg.code}); there is nothing to decide.`,
    );
    await markAllRead(test.db, world.alice);

    const stale = await propose(world.alice, { budgetAmount: '4300000.00', reason: 'Steel' });
    await sql`update packages set budget_amount = 1 where id = ${pkg.id}::uuid`.execute(test.db);
    const [one] = await deciders(stale.code);
    await approveApproval(test.db, one, stale.code, { reason: 'Fine' });
    expect((await unread(world.alice)).map(([kind]) => kind)).toEqual(['approval_superseded']);
    await markAllRead(test.db, world.alice);

    const old = await propose(world.alice, { budgetAmount: '4400000.00', reason: 'Steel' });
    await sql`update approvals set expires_at = now() - interval '1 day' where code = ${old.code}`.execute(test.db);
    await expireApprovals(test.db, SYSTEM);
    expect((await unread(world.alice)).map(([kind]) => kind)).toEqual(['approval_expired']);
  });

  it('what the policy applies at once tells nobody', async () => {
    await propose(world.alice, { title: 'Another title' });
    for (const person of [world.alice, world.bob, world.charlie, world.chidi]) expect(await unread(person)).toEqual([]);
  });
});

describe('tasks', () => {
  it('given, given on, and taken by oneself', async () => {
    const { code } = await createTask(test.db, world.alice, {
      package: pkg.code,
      title: 'Chase drawings',
      assignee: world.bob.email,
      dueDate: '2026-04-01',
    });
    expect(await unread(world.bob)).toEqual([
      ['task_assigned', `Alice gave you ${code} on ${pkg.code}, due 2026-04-01: Chase drawings`, `/tasks/${code}`],
    ]);
    await updateTask(test.db, world.bob, code, { assignee: world.charlie.email });
    await updateTask(test.db, world.charlie, code, { title: 'Chase all drawings' });
    expect(await unread(world.charlie)).toHaveLength(1);
    await updateTask(test.db, world.alice, code, { assignee: 'me' });
    expect(await unread(world.alice)).toEqual([]);
  });

  it('overdue: assignee and buyer as the policy says, once; many at once are one notification', async () => {
    setEnv({ PMIS_NOW: '2026-03-05T09:00:00Z' });
    const add = (assignee: UserActor, count: number) =>
      sql`insert into tasks (package_id, project_id, title, source, due_date, assignee_id)
        select ${pkg.id}::uuid, ${world.projectId}::uuid, 'Late ' || n, 'api', '2026-03-04', ${assignee.userId}::uuid
        from generate_series(1, ${count}) n`.execute(test.db);
    await add(world.alice, 1);
    await checkOverdue(test.db, SYSTEM);
    await checkOverdue(test.db, SYSTEM);
    const told = { alice: (await unread(world.alice)).length, bob: (await unread(world.bob)).length };
    const expected = whoIsTold({ what: 'task_overdue', assignee: 'alice', buyer: 'bob' }, null);
    expect(told).toEqual(Object.fromEntries(expected.map(({ userId }) => [userId, 1])));
    expect((await unread(world.alice))[0]![1]).toMatch(/^T-\d+ on X-\d+ was due 2026-03-04 and is overdue: Late 1$/);
    await add(world.charlie, 6);
    await checkOverdue(test.db, SYSTEM);
    expect(await unread(world.charlie)).toEqual([
      [
        'task_overdue',
        expect.stringMatching(/^6 tasks became overdue, T-\d+ on X-\d+ the longest\.$/),
        '/tasks?tab=overdue',
      ],
    ]);
  });
});

describe('mail', () => {
  it('filed under a package: its buyer is told, once; robots and his own mail tell nobody', async () => {
    const text = `About ${pkg.code}: the drawings are late.`;
    const id = await ingest(test.db, parser, { subject: 'Drawings', text });
    expect(await unread(world.bob)).toEqual([
      ['mail_filed', `Jo Vendor wrote on ${pkg.code}: “Drawings”`, `/mail/${id}`],
    ]);
    await ingest(test.db, parser, { subject: 'Out of office', text, headers: ['Auto-Submitted: auto-replied'] });
    await ingest(test.db, parser, { subject: 'Note', text, from: `Bob <${world.bob.email}>` });
    expect(await unread(world.bob)).toHaveLength(1);
  });

  it('of a bid that its reader may not see any more only that it is there', async () => {
    const id = await ingest(test.db, parser, { subject: 'Our price', text: `Our price for ${pkg.code} is 4 million.` });
    expect((await unread(world.bob))[0]![1]).toContain('Our price');
    await sql`update packages set buyer_id = ${world.alice.userId} where id = ${pkg.id}::uuid`.execute(test.db);
    expect(await unread(world.bob)).toEqual([
      ['mail_filed', 'A message about a bid that is not shown to you.', `/mail/${id}`],
    ]);
    const { items } = JSON.parse(await readNotifications(test.db, world.bob, {})) as { items: { id: string }[] };
    expect((await markRead(test.db, world.bob, items[0]!.id)).sentence).not.toContain('price');
  });
});

describe('notify', () => {
  const news = (key: string) => ({
    happening: { what: 'mail_failed' as const, sender: world.bob.userId },
    about: { type: 'package' as const, id: pkg.id, code: pkg.code },
    packageId: pkg.id,
    sentence: 'It could not be sent.',
    key,
  });

  it('tells each person once per key, however many tell it at once, and nobody who is disabled', async () => {
    const tell = () => test.db.transaction().execute((tx) => notify(tx, SYSTEM, [news('a'), news('b')]));
    const told = await Promise.all(Array.from({ length: 8 }, tell));
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(2);
    await sql`update users set active = false where id = ${world.bob.userId}`.execute(test.db);
    expect(await test.db.transaction().execute((tx) => notify(tx, SYSTEM, news('c')))).toBe(0);
  });

  it('goes with its transaction', async () => {
    await test.db
      .transaction()
      .execute(async (tx) => {
        await notify(tx, SYSTEM, news('d'));
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await unread(world.bob)).toEqual([]);
  });

  it('mails those who want it, with a reply address, and nobody else; without a mail server nobody', async () => {
    const assign = async () => {
      const input = { package: pkg.code, title: 'Chase <drawings>', assignee: world.bob.email };
      const { code } = await createTask(test.db, world.alice, input);
      const { rows } = await sql<{ to: string; subject: string; text: string; reply_to: string }>`
        select recipients[1] as to, subject, text, reply_to from outgoing_emails
        where about_id = (select id from tasks where code = ${code})`.execute(test.db);
      return { code, mails: rows };
    };
    expect((await assign()).mails).toEqual([]);
    mailOn('smtp://127.0.0.1:9');
    setEnv({ PUBLIC_URL: 'https://pmis.northgate.example' });
    const { code, mails } = await assign();
    expect(mails).toEqual([
      {
        to: world.bob.email,
        subject: `${code} Chase <drawings>`,
        text: expect.stringContaining(`https://pmis.northgate.example/tasks/${code}`),
        reply_to: expect.stringMatching(/^reply\+[a-z2-7]+@mail\.northgate\.example$/),
      },
    ]);
    expect(mails[0]!.text).toContain(`Answer this mail to comment on ${code}.`);
    await changePreferences(test.db, world.bob, { mailAssigned: false });
    expect((await assign()).mails).toEqual([]);
    setEnv({ PUBLIC_URL: undefined });
  });
});
