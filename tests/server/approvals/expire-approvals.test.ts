import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { approveApproval } from '../../../server/approvals/decide-approval.ts';
import { expireApprovals } from '../../../server/approvals/expire-approvals.ts';
import { setEnv } from '../../../server/env.ts';
import { proposeChange } from '../../../server/packages/propose-change.ts';
import { createPackageRow, createWorld, trailOf } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const WORKER = { kind: 'system', name: 'worker', via: 'worker' } as const;
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterEach(() => setEnv({ PMIS_NOW: undefined }));
afterAll(() => test.drop());

it('ends what nobody decided in time, once, and leaves the rest', async () => {
  const world = await createWorld(test.db);
  const pkg = await createPackageRow(test.db, world);
  const propose = (deliveryDate: string) =>
    proposeChange(test.db, world.alice, { package: pkg.code, body: { deliveryDate } });
  const old = await propose('2027-02-01');
  const fresh = await propose('2027-03-01');
  await sql`update approvals set expires_at = now() - interval '1 minute' where id = ${old.id}::uuid`.execute(test.db);

  const [first, second] = await Promise.all([expireApprovals(test.db, WORKER), expireApprovals(test.db, WORKER)]);

  expect(first + second).toBe(1);
  expect((await trailOf(test.db, pkg.id)).filter((type) => type === 'approval_expired')).toHaveLength(1);
  await expect(approveApproval(test.db, world.charlie, old.code, {})).rejects.toMatchObject({ code: 'conflict' });
  await expect(approveApproval(test.db, world.charlie, fresh.code, {})).resolves.toMatchObject({ status: 'applied' });
});

it('goes by business time: what was proposed on a fixed day waits twenty working days of it', async () => {
  setEnv({ PMIS_NOW: '2024-03-05T09:00:00Z' });
  const world = await createWorld(test.db);
  const pkg = await createPackageRow(test.db, world);
  await proposeChange(test.db, world.alice, { package: pkg.code, body: { deliveryDate: '2027-02-01' } });

  setEnv({ PMIS_NOW: '2024-04-02T09:00:00Z' });
  expect(await expireApprovals(test.db, WORKER)).toBe(0);
  setEnv({ PMIS_NOW: '2024-04-04T09:00:00Z' });
  expect(await expireApprovals(test.db, WORKER)).toBe(1);
});
