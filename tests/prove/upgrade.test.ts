import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildNextRelease, LAST, present, type Release } from '../drill/next-release.ts';
import { type Fleet, openFleet } from '../drill/upgrade.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

const EXPAND = '2099-01-01T0000-expand';
const CONTRACT = '2099-01-02T0000-contract';
let database: TestDatabase;
let fleet: Fleet;
let next: Release;
let afterNext: Release;
beforeAll(async () => {
  database = await createTestDatabase();
  next = await buildNextRelease('9.0.0', [EXPAND]);
  afterNext = await buildNextRelease('9.1.0', [EXPAND, CONTRACT]);
  fleet = await openFleet(database);
}, 120_000);
afterAll(async () => {
  await fleet?.close();
  next?.remove();
  afterNext?.remove();
  await database.drop();
}, 60_000);

/** Web processes one after the other, then the worker, as an orchestrator rolls them. */
async function roll(what: string, release: Release): Promise<void> {
  for (const [i, one] of fleet.web.entries())
    await fleet.during(`${what}: web ${i + 1}`, () => one.restart(release.folder));
  await fleet.during(`${what}: worker`, () => fleet.replaceWorker(release));
}

test('upgrade, rollback, upgrade again and contract under load: no call fails, nothing is lost', async () => {
  await fleet.during('expand by hand while this release runs', () => fleet.pmis(next, 'db', 'migrate'));
  await roll('upgrade', next);
  await fleet.during('a container of the former release is started again', () => fleet.web[0]!.restart(present.folder));
  await roll('rollback', present);
  await fleet.during('the migrations are taken back', () => fleet.pmis(next, 'db', 'rollback', '--to', LAST));
  // MIGRATE_ON_START: the first container of a release applies what it brings.
  await roll('upgrade on start', next);
  await roll('contract', afterNext);
  await fleet.during('the contract is taken back', () => fleet.pmis(afterNext, 'db', 'rollback', '--to', EXPAND));
  await roll('back by one release', next);
  const result = await fleet.finish();
  process.stdout.write(`${JSON.stringify(result)}\n`);
  expect(result).toMatchObject({ lost: 0, twice: 0, auditOk: true });
  expect(result.calls).toBeGreaterThan(1_000);
}, 300_000);
