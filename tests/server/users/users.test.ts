import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, UserActor } from '../../../server/actor.ts';
import { setEnv } from '../../../server/env.ts';
import { DEMO_PASSWORD } from '../../../server/seed/demo-password.ts';
import { changePassword } from '../../../server/users/change-password.ts';
import { createUser } from '../../../server/users/create-user.ts';
import { findUserRef, requireUserRef } from '../../../server/users/find-user-ref.ts';
import { readUser, readUsers } from '../../../server/users/read-users.ts';
import { resetPassword } from '../../../server/users/reset-password.ts';
import { signIn } from '../../../server/users/sign-in.ts';
import { updateUser } from '../../../server/users/update-user.ts';
import { createSignInPerson, OPERATOR, PASSWORD } from '../../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let alice: UserActor;
let charlie: UserActor;
let chidi: UserActor;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  setEnv({ RATE_LIMIT_SIGN_IN: 0, PMIS_ENV: 'test' });
  alice = await createSignInPerson(test.db, 'analyst', 'Alice');
  charlie = await createSignInPerson(test.db, 'admin', 'Charlie');
  chidi = await createSignInPerson(test.db, 'admin', 'Chidi');
});

const update = (actor: Actor, ref: string, input: unknown) => updateUser(test.db, actor, ref, input);
const attempt = (email: string, password: string) => signIn(test.db, { email, password, clientAddress: '::1' });
const lastEvent = async (userId: string) => {
  const { rows } = await sql<{ type: string; before: unknown; after: unknown; body: string }>`
    select event_type as type, before, after, body from events where entity_id = ${userId}::uuid order by id desc limit 1`.execute(
    test.db,
  );
  return rows[0]!;
};

describe('sign-in', () => {
  it('takes the right password, the address in any case', async () => {
    expect(await attempt(` ${alice.email.toUpperCase()} `, PASSWORD)).toEqual({ userId: alice.userId });
  });

  it('says and costs the same for an unknown address, a wrong password, no password and a disabled person', async () => {
    const nobody = await createUser(test.db, OPERATOR, { email: `n-${alice.email}`, name: 'N', role: 'viewer' });
    const disabled = await createSignInPerson(test.db, 'viewer', 'Dora');
    await update(charlie, disabled.email, { active: false });
    const refuse = async (email: string, password: string) => {
      const times: number[] = [];
      let error: unknown;
      for (let i = 0; i < 3; i++) {
        // CPU time, not the clock's: a busy machine must not decide.
        const started = process.cpuUsage();
        error = await attempt(email, password).catch((reason: unknown) => reason);
        const { user, system } = process.cpuUsage(started);
        times.push(user + system);
      }
      return { error, least: Math.min(...times), most: Math.max(...times) };
    };
    const refused = [
      await refuse('nobody@northgate.example', PASSWORD),
      await refuse(alice.email, 'wrong password'),
      await refuse(nobody.email, PASSWORD),
      await refuse(disabled.email, PASSWORD),
      await refuse('', ''),
      await refuse('a\0b', 'x'.repeat(5000)),
    ];
    for (const { error, most } of refused) {
      expect(error).toMatchObject({
        code: 'unauthenticated',
        message: expect.stringContaining('Email or password is wrong'),
      });
      expect(most).toBeGreaterThan(refused[1]!.least / 2);
    }
  });

  it('refuses the demo password in production, where it may not be set either', async () => {
    await resetPassword(test.db, charlie, alice.email, DEMO_PASSWORD);
    expect(await attempt(alice.email, DEMO_PASSWORD)).toEqual({ userId: alice.userId });
    setEnv({ PMIS_ENV: 'production' });
    await expect(attempt(alice.email, DEMO_PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(resetPassword(test.db, charlie, alice.email, DEMO_PASSWORD)).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('is limited by account', async () => {
    setEnv({ RATE_LIMIT_SIGN_IN: 2 });
    for (let i = 0; i < 2; i++)
      await signIn(test.db, { email: chidi.email, password: PASSWORD, clientAddress: `10.0.0.${i}` });
    await expect(
      signIn(test.db, { email: chidi.email, password: PASSWORD, clientAddress: '10.0.0.9' }),
    ).rejects.toMatchObject({ code: 'rate_limited' });
  });
});

describe('passwords', () => {
  it('are changed by proving the present one', async () => {
    const change = (input: unknown, actor = alice) => changePassword(test.db, actor, '::1', input);
    await expect(change({ currentPassword: 'wrong', newPassword: 'another long one' })).rejects.toMatchObject({
      details: { fields: [{ field: 'currentPassword' }] },
    });
    await expect(
      change(
        { currentPassword: PASSWORD, newPassword: 'another long one' },
        { ...alice, tokenId: 't', scopes: ['write'] },
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await change({ currentPassword: PASSWORD, newPassword: 'another long one' });
    await expect(attempt(alice.email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
    await attempt(alice.email, 'another long one');
    const event = await lastEvent(alice.userId);
    expect(event.type).toBe('user_password_changed');
    expect(event.body).not.toMatch(/another|argon2/);
  });

  it('are reset by an admin, shown once, never stored as they are', async () => {
    await expect(resetPassword(test.db, alice, charlie.email)).rejects.toMatchObject({ code: 'forbidden' });
    const { password } = await resetPassword(test.db, charlie, alice.email);
    expect(password).toMatch(/^(\w{5}-){3}\w{5}$/);
    await attempt(alice.email, password);
    const { rows } = await sql<{
      all: string;
    }>`select u::text as all from users u where id = ${alice.userId}::uuid`.execute(test.db);
    expect(rows[0]!.all).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(rows[0]!.all).not.toContain(password);
    expect((await lastEvent(alice.userId)).body).not.toContain(password);
  });

  it.each(['short', 'x'.repeat(201), 'password123', 'aaaaaaaaaaaaaa', '1234567890', 'qwertyuiop'])(
    'refuse %s',
    async (password) => {
      await expect(resetPassword(test.db, charlie, alice.email, password)).rejects.toMatchObject({ name: 'ZodError' });
    },
  );
});

describe('changing a person', () => {
  it('is an admin’s; before and after are in the audit trail', async () => {
    const limit = { amount: '250000.00', currency: 'EUR' };
    const changed = await update(charlie, alice.email, {
      title: ' Lead buyer ',
      decisionLimit: limit,
      reason: 'Board',
    });
    expect(changed).toMatchObject({ title: 'Lead buyer', decisionLimit: limit, version: 2 });
    expect(await lastEvent(alice.userId)).toMatchObject({
      type: 'user_updated',
      before: { title: '', decisionLimit: null },
      after: { title: 'Lead buyer', decisionLimit: limit },
    });
    expect((await update(charlie, alice.userId, { title: 'Lead buyer' })).version).toBe(2);
    for (const decisionLimit of ['none', 'unlimited', null])
      expect(await update(charlie, alice.email, { decisionLimit })).toMatchObject({ decisionLimit });
  });

  it('everybody changes their own name and time zone, nothing else', async () => {
    expect(await update(alice, 'me', { name: 'Alice B.', timeZone: 'Europe/London' })).toMatchObject({
      name: 'Alice B.',
      timeZone: 'Europe/London',
    });
    for (const input of [{ title: 'CEO' }, { active: false }, { role: 'admin' }, { decisionLimit: 'unlimited' }])
      await expect(update(alice, 'me', input), JSON.stringify(input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(update(alice, charlie.email, { name: 'X' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(update({ ...alice, scopes: ['read'] }, 'me', { name: 'X' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(update({ ...alice, ai: true }, 'me', { name: 'X' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('nobody sets a role or limit of their own, admins included', async () => {
    for (const input of [{ role: 'viewer' }, { decisionLimit: 'unlimited' }, { decisionLimit: null }])
      for (const ref of ['me', charlie.email, charlie.userId])
        await expect(update(charlie, ref, input)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await update(chidi, charlie.email, { decisionLimit: 'none' })).toMatchObject({ decisionLimit: 'none' });
  });

  it('refuses in the order role, person, body', async () => {
    await expect(update(alice, 'nobody@x.example', { bad: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(update(charlie, 'nobody@x.example', { bad: 1 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(update(charlie, alice.email, { bad: 1 })).rejects.toMatchObject({ name: 'ZodError' });
  });

  it.each([
    { decisionLimit: { amount: '-1', currency: 'EUR' } },
    { decisionLimit: { amount: '1.001', currency: 'EUR' } },
    { decisionLimit: { amount: '1', currency: 'XXZ' } },
    { decisionLimit: { amount: '9'.repeat(30), currency: 'EUR' } },
    { decisionLimit: 'lots' },
    { name: '' },
    { name: 'a\nb' },
    { title: 'a\0b' },
    { timeZone: 'Mars/Olympus' },
    { role: 'approver' },
    { active: 'yes' },
    { email: 'new@x.example' },
    { expectedVersion: '1' },
  ])('refuses %j', async (input) => {
    const error: { code?: string; name?: string } = await update(charlie, alice.email, input).catch((reason) => reason);
    expect(error.name === 'ZodError' || error.code === 'invalid').toBe(true);
    expect(await readUser(test.db, charlie, alice.email)).toMatchObject({ version: 1 });
  });

  it('a limit is for analysts and admins, and does not outlive the role', async () => {
    const bob = await createSignInPerson(test.db, 'operator', 'Bob');
    await expect(update(charlie, bob.email, { decisionLimit: 'unlimited' })).rejects.toMatchObject({ code: 'invalid' });
    await update(charlie, alice.email, { decisionLimit: 'unlimited' });
    expect(await update(charlie, alice.email, { role: 'operator' })).toMatchObject({ decisionLimit: null });
    expect(await update(charlie, alice.email, { role: 'analyst' })).toMatchObject({ decisionLimit: null });
  });

  it('a stale version is a conflict that says who changed what', async () => {
    await update(chidi, alice.email, { title: 'Buyer', expectedVersion: 1 });
    await expect(update(charlie, alice.email, { title: 'X', expectedVersion: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Chidi changed title/i),
    });
  });

  it('the last active admin stays, also while another admin is just being disabled', async () => {
    await sql`update users set active = false where role = 'admin'
      and id <> all(${[charlie.userId, chidi.userId]}::uuid[])`.execute(test.db);
    let second: Promise<unknown> = Promise.resolve();
    await test.db.transaction().execute(async (tx) => {
      await sql`update users set active = false where id = ${charlie.userId}::uuid`.execute(tx);
      second = update(OPERATOR, chidi.email, { active: false }).catch((reason: unknown) => reason);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(await second).toMatchObject({ code: 'conflict', message: expect.stringContaining('last active admin') });
    await expect(update(OPERATOR, chidi.email, { role: 'analyst' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await readUser(test.db, OPERATOR, chidi.email)).toMatchObject({ active: true, role: 'admin' });
  });
});

describe('people', () => {
  it('are created by admins, each address once', async () => {
    await expect(createUser(test.db, alice, { anything: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    const input = { email: `New-${alice.email}`, name: 'New', role: 'viewer' };
    expect(await createUser(test.db, charlie, input)).toMatchObject({
      email: `new-${alice.email}`,
      timeZone: 'UTC',
      active: true,
    });
    await expect(createUser(test.db, charlie, input)).rejects.toMatchObject({
      code: 'conflict',
      details: { fields: [{ field: 'email' }] },
    });
    for (const wrong of [
      { ...input, email: 'x' },
      { ...input, role: 'root' },
      { ...input, isAdmin: true },
      { name: 'x' },
    ])
      await expect(createUser(test.db, charlie, wrong)).rejects.toMatchObject({ name: 'ZodError' });
  });

  it('are found by email, id and "me"', async () => {
    for (const ref of [alice.email, alice.email.toUpperCase(), alice.userId, 'me'])
      expect((await findUserRef(test.db, ref, alice))?.id).toBe(alice.userId);
    for (const ref of ['', 'x', 'a\0b', 'y'.repeat(300)]) expect(await findUserRef(test.db, ref, alice)).toBeNull();
    expect(await findUserRef(test.db, 'me', OPERATOR)).toBeNull();
    await update(charlie, alice.email, { active: false });
    await expect(requireUserRef(test.db, alice.email, charlie, 'assignee')).rejects.toMatchObject({
      details: { fields: [{ field: 'assignee', message: expect.stringContaining('disabled') }] },
    });
  });

  it('are listed, filtered and paged, without secrets', async () => {
    const all = await readUsers(test.db, alice, { limit: '1000' });
    expect(JSON.stringify(all)).not.toMatch(/argon2|password/i);
    const emails: string[] = [];
    let cursor: string | null = null;
    do {
      const page: typeof all = await readUsers(test.db, alice, {
        limit: 3,
        sort: '-email',
        ...(cursor ? { cursor } : {}),
      });
      emails.push(...page.items.map(({ email }) => email));
      cursor = page.nextCursor;
    } while (cursor);
    expect(emails).toEqual(
      all.items
        .map(({ email }) => email)
        .sort()
        .reverse(),
    );
    const found = await readUsers(test.db, alice, { q: alice.email.slice(0, 12), role: 'analyst', active: 'true' });
    expect(found.items.map(({ id }) => id)).toEqual([alice.userId]);
    expect((await readUsers(test.db, alice, { q: '%' })).items).toEqual([]);
    for (const wrong of [
      { limit: 1001 },
      { limit: 'x' },
      { sort: 'password_hash' },
      { cursor: 'x' },
      { role: 'x' },
      { nope: 1 },
    ])
      await expect(readUsers(test.db, alice, wrong), JSON.stringify(wrong)).rejects.toBeDefined();
    await expect(readUsers(test.db, { ...alice, scopes: ['write'] }, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});
