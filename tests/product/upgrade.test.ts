import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildNextRelease, present, type Release } from '../drill/next-release.ts';
import { type Fleet, openFleet } from '../drill/upgrade.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

const EXPAND = '2099-01-01T0000-expand';
let database: TestDatabase;
let fleet: Fleet;
let next: Release;
beforeAll(async () => {
  database = await createTestDatabase();
  next = await buildNextRelease('9.0.0', [EXPAND]);
  fleet = await openFleet(database);
}, 60_000);
afterAll(async () => {
  await fleet?.close();
  next?.remove();
  await database.drop();
});

const pending = async (release: Release) =>
  (JSON.parse((await fleet.pmis(release, 'db', 'status', '--json')).trim().split('\n').at(-1)!) as { pending: number })
    .pending;

// With the worker, the contract and the way back: `npm run prove:upgrade`.
test('the next release beside this one: no call fails, nothing is lost', async () => {
  expect(await pending(next)).toBeGreaterThan(20);
  await fleet.during('expand', () => fleet.pmis(next, 'db', 'migrate'));
  await fleet.during('this release migrates a newer database', async () => {
    expect(await fleet.pmis(present, 'db', 'migrate')).toMatch('Nothing to apply');
    expect(await pending(present)).toBe(0);
  });
  await fleet.during('one web process is the next release', () => fleet.web[0]!.restart(next.folder));
  const result = await fleet.finish();
  expect(result).toMatchObject({ lost: 0, twice: 0, auditOk: true });
  expect(result.calls).toBeGreaterThan(100);
}, 90_000);
