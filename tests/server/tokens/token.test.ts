import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { createToken } from '../../../server/tokens/create-token.ts';
import { listTokens } from '../../../server/tokens/list-tokens.ts';
import { revokeToken } from '../../../server/tokens/revoke-token.ts';
import { findTokenActor, tokenHash } from '../../../server/tokens/token-cache.ts';
import { ACTIONS, can, canDo, ROLES, SCOPE_OF, SCOPES } from '../../../server/users/role.policy.ts';
import { updateUser } from '../../../server/users/update-user.ts';
import { createBearer, createSignInPerson, OPERATOR } from '../../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let alice: UserActor;
let charlie: UserActor;

beforeAll(async () => {
  test = await createTestDatabase();
  alice = await createSignInPerson(test.db, 'analyst', 'Alice');
  charlie = await createSignInPerson(test.db, 'admin', 'Charlie');
});
afterAll(() => test.drop());

const find = (token: string) => findTokenActor(test.db, token);
const trail = async (tokenId: string) => {
  const { rows } = await sql<{ type: string; body: string }>`
    select event_type as type, body from events where entity_id = ${tokenId}::uuid order by id`.execute(test.db);
  return rows;
};

describe('a token', () => {
  it('acts as its owner, is stored as a hash and shown by its prefix', async () => {
    const made = await createToken(test.db, alice, { name: 'ERP' });
    expect(made.token).toMatch(/^pmis_[\w-]{43}$/);
    expect(made).toMatchObject({ prefix: made.token.slice(0, 12), scopes: ['read', 'write'], expiresAt: null });
    expect(await find(made.token)).toMatchObject({
      userId: alice.userId,
      tokenId: made.id,
      via: 'api',
      role: 'analyst',
    });
    const { rows } = await sql<{
      all: string;
    }>`select t::text as all from tokens t where id = ${made.id}::uuid`.execute(test.db);
    expect(rows[0]!.all).toContain(tokenHash(made.token));
    expect(rows[0]!.all).not.toContain(made.token);
    const events = await trail(made.id);
    expect(events.map(({ type }) => type)).toEqual(['token_created']);
    expect(events[0]!.body).not.toContain(made.token);
    expect(events[0]!.body).not.toContain(tokenHash(made.token));
  });

  it.each(['', 'pmis_', `pmis_${'a'.repeat(43)}`, `PMIS_${'a'.repeat(43)}`, `pmis_${'a'.repeat(44)}`, "' or 1=1 --"])(
    'is nobody when it is %j',
    async (token) => expect(await find(token)).toBeNull(),
  );

  it('ends at its time, in the cache too', async () => {
    const made = await createToken(test.db, alice, { name: 'short', expiresInDays: 1 });
    expect(await find(made.token)).not.toBeNull();
    vi.useFakeTimers({ now: Date.now() + 86_400_001, toFake: ['Date'] });
    try {
      await sql`update tokens set expires_at = now() - interval '1 second' where id = ${made.id}::uuid`.execute(
        test.db,
      );
      expect(await find(made.token)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
    const soon = await createToken(test.db, alice, {
      name: 'soon',
      expiresAt: new Date(Date.now() + 300).toISOString(),
    });
    expect(await find(soon.token)).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await find(soon.token)).toBeNull();
  });

  it('ends at once when revoked here, and within 5 s when revoked elsewhere', async () => {
    const [here, elsewhere] = [
      await createToken(test.db, alice, { name: 'a' }),
      await createToken(test.db, alice, { name: 'b' }),
    ];
    await find(here.token);
    const revoked = await revokeToken(test.db, alice, here.id);
    expect(revoked.revokedAt).not.toBeNull();
    expect(await find(here.token)).toBeNull();
    expect((await trail(here.id)).map(({ type }) => type)).toEqual(['token_created', 'token_revoked']);
    expect(await revokeToken(test.db, alice, here.id)).toEqual(revoked);
    expect(await trail(here.id)).toHaveLength(2);

    await find(elsewhere.token);
    await sql`update tokens set revoked_at = now() where id = ${elsewhere.id}::uuid`.execute(test.db);
    vi.useFakeTimers({ now: Date.now() + 5_001, toFake: ['Date'] });
    try {
      expect(await find(elsewhere.token)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('stops with its owner', async () => {
    const owner = await createSignInPerson(test.db, 'operator', 'Otto');
    const token = await createBearer(test.db, owner);
    expect(await find(token)).not.toBeNull();
    await updateUser(test.db, charlie, owner.email, { active: false });
    expect(await find(token)).toBeNull();
    await expect(createToken(test.db, OPERATOR, { name: 'x' }, owner.email)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('costs no query while it is known', async () => {
    const token = await createBearer(test.db, alice);
    await find(token);
    const hit = find(token);
    expect(hit).not.toBeInstanceOf(Promise);
    expect(hit).toMatchObject({ userId: alice.userId });
  });

  it('is noted as used once a minute', async () => {
    const made = await createToken(test.db, alice, { name: 'used' });
    await Promise.all([find(made.token), find(made.token)]);
    await vi.waitFor(async () => {
      const { items } = await listTokens(test.db, alice, { limit: 1000 });
      expect(items.find(({ id }) => id === made.id)?.lastUsedAt).not.toBeNull();
    });
  });
});

describe('rights', () => {
  it('are scopes ∩ the role at the time of use, for every action, role and scope', () => {
    for (const role of ROLES)
      for (const action of ACTIONS)
        for (const scope of SCOPES) {
          const rights = { kind: 'user' as const, role, scopes: [scope], ai: false };
          expect(canDo(rights, action), `${role} ${scope} ${action}`).toBe(
            can(role, action) && SCOPE_OF[action] === scope,
          );
        }
  });

  it('follow the owner’s role; scopes above it are kept and grant nothing until then', async () => {
    const owner = await createSignInPerson(test.db, 'viewer', 'Vera');
    const token = await createBearer(test.db, owner, ['read', 'write', 'admin']);
    const asViewer = (await find(token))!;
    expect(asViewer.scopes).toEqual(['read', 'write', 'admin']);
    expect([canDo(asViewer, 'user.manage'), canDo(asViewer, 'package.propose')]).toEqual([false, false]);
    await updateUser(test.db, charlie, owner.email, { role: 'admin' });
    expect(canDo((await find(token))!, 'user.manage')).toBe(true);
    await updateUser(test.db, charlie, owner.email, { role: 'viewer' });
    expect(canDo((await find(token))!, 'user.manage')).toBe(false);
  });

  it('a token gives no scope that it lacks itself', async () => {
    const writing = (await find(await createBearer(test.db, charlie, ['write'])))!;
    expect((await createToken(test.db, writing, { name: 'n', scopes: ['write', 'admin'] })).scopes).toEqual(['write']);
    await expect(createToken(test.db, writing, { name: 'n', scopes: ['admin'] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const reading = (await find(await createBearer(test.db, charlie, ['read'])))!;
    await expect(createToken(test.db, reading, { name: 'n' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('one sees and revokes one’s own; an admin everybody’s', async () => {
    const mine = await createToken(test.db, alice, { name: 'mine' });
    const theirs = await createToken(test.db, charlie, { name: 'theirs' });
    const owners = (page: { items: { owner: { email: string } }[] }) =>
      new Set(page.items.map(({ owner }) => owner.email));
    expect(owners(await listTokens(test.db, alice, {}))).toEqual(new Set([alice.email]));
    await expect(listTokens(test.db, alice, { all: 'true' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listTokens(test.db, alice, { user: charlie.email })).rejects.toMatchObject({ code: 'forbidden' });
    expect(owners(await listTokens(test.db, charlie, { user: alice.email }))).toEqual(new Set([alice.email]));
    expect(owners(await listTokens(test.db, charlie, { all: 'true', limit: 1000 })).size).toBeGreaterThan(2);
    await expect(revokeToken(test.db, alice, theirs.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(revokeToken(test.db, alice, 'no-uuid')).rejects.toMatchObject({ code: 'not_found' });
    expect((await revokeToken(test.db, charlie, mine.id)).revokedAt).not.toBeNull();
  });
});

it('pages are complete and without repeats', async () => {
  const owner = await createSignInPerson(test.db, 'operator', 'Paula');
  for (let i = 0; i < 5; i++) await createToken(test.db, owner, { name: `t${i}` });
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTokens>> = await listTokens(test.db, owner, {
      limit: 2,
      ...(cursor ? { cursor } : {}),
    });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor);
  expect(names).toEqual(['t4', 't3', 't2', 't1', 't0']);
  for (const wrong of ['x', Buffer.from('["2026-13-45T00:00:00Z","a"]').toString('base64url')])
    await expect(listTokens(test.db, owner, { cursor: wrong })).rejects.toMatchObject({ code: 'invalid' });
});

it.each([
  [{}, 'name'],
  [{ name: ' ' }, 'name'],
  [{ name: 'a\0b' }, 'name'],
  [{ name: 'n', scopes: [] }, 'scopes'],
  [{ name: 'n', scopes: ['root'] }, 'scopes'],
  [{ name: 'n', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  [{ name: 'n', expiresAt: '2027-02-30T00:00:00Z' }, 'expiresAt'],
  [{ name: 'n', expiresInDays: 0 }, 'expiresInDays'],
])('refuses %j, naming %s', async (input, field) => {
  await expect(createToken(test.db, alice, input)).rejects.toMatchObject({
    issues: [{ path: [field, ...(field === 'scopes' && 'scopes' in input && input.scopes?.length ? [0] : [])] }],
  });
});
