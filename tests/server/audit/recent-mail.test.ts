import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getRecentMail, listRecentChanges } from '../../../server/audit/recent-changes-page.queries.ts';
import { recordEvent } from '../../../server/audit/record-event.ts';
import { createPackageRow, createWorld } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const SYSTEM = { kind: 'system', name: 'test', via: 'worker' } as const;

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** A message filed by `method` under each package; `null`: under none. */
async function arrives(packageIds: (string | null)[], method: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into emails (source, raw_sha256, raw_size) values ('api', ${randomUUID()}, 1) returning id`.execute(test.db);
  const entityId = rows[0]!.id;
  for (const packageId of packageIds) {
    const event = { entityType: 'email', entityId, eventType: 'email_ingested', packageId, after: { method } } as const;
    await test.db.transaction().execute((tx) => recordEvent(tx, SYSTEM, event));
  }
  return entityId;
}

it('counts messages, not filings, by package, without what a person filed or came on another day', async () => {
  const world = await createWorld(test.db);
  const [one, two] = [await createPackageRow(test.db, world), await createPackageRow(test.db, world)];
  const since = new Date(Date.now() - 86_400_000);
  const [today, tomorrow] = [0, 86_400_000].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 10));
  const read = (day = today!) => getRecentMail(test.db, { since, day, timeZone: 'UTC' });
  expect(await read()).toBeNull();
  await arrives([one.id], 'code');
  await arrives([null], 'none');
  const last = await arrives([one.id, two.id], 'thread');
  await arrives([two.id], 'manual');
  expect(await read()).toMatchObject({
    messages: 3,
    lastId: last,
    unfiled: 1,
    packages: [
      { code: one.code, messages: 2 },
      { code: two.code, messages: 1 },
    ],
  });
  expect(await read(tomorrow)).toBeNull();
  expect(await listRecentChanges(test.db, { since, limit: 60 })).toEqual([]);
});
