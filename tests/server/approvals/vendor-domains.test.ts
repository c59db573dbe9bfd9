import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { approveApproval } from '../../../server/approvals/decide-approval.ts';
import { proposeVendorDomains } from '../../../server/vendors/propose-domains.ts';
import { createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  world = await createWorld(test.db);
  await sql`delete from vendor_domains`.execute(test.db);
});

const domainsOf = async (vendorId: string) =>
  (
    await sql<{
      domain: string;
    }>`select domain from vendor_domains where vendor_id = ${vendorId}::uuid order by 1`.execute(test.db)
  ).rows.map((row) => row.domain);

it('takes another person to add a mail domain', async () => {
  const { code } = await proposeVendorDomains(test.db, world.charlie, world.vendorId, { domains: ['Voltara.example'] });
  expect(await domainsOf(world.vendorId)).toEqual([]);
  await expect(approveApproval(test.db, world.charlie, code, {})).rejects.toMatchObject({ code: 'forbidden' });
  await expect(approveApproval(test.db, world.chidi, code, {})).resolves.toMatchObject({ status: 'applied' });
  expect(await domainsOf(world.vendorId)).toEqual(['voltara.example']);
});

it('is superseded when the domains changed meanwhile', async () => {
  const first = await proposeVendorDomains(test.db, world.alice, world.vendorId, { domains: ['a.example'] });
  const second = await proposeVendorDomains(test.db, world.alice, world.vendorId, { domains: ['b.example'] });
  await approveApproval(test.db, world.charlie, first.code, {});
  await expect(approveApproval(test.db, world.charlie, second.code, {})).resolves.toMatchObject({
    status: 'superseded',
  });
  expect(await domainsOf(world.vendorId)).toEqual(['a.example']);
});

it.each([['https://voltara.example'], ['anna@voltara.example'], ['nodots'], ['-bad.example']])(
  'refuses %s',
  async (domain) => {
    await expect(proposeVendorDomains(test.db, world.alice, world.vendorId, { domains: [domain] })).rejects.toThrow();
  },
);

it('refuses another vendor’s domain and viewers', async () => {
  const other = await createWorld(test.db);
  await sql`insert into vendor_domains (domain, vendor_id) values ('taken.example', ${other.vendorId}::uuid)`.execute(
    test.db,
  );
  await expect(
    proposeVendorDomains(test.db, world.alice, world.vendorId, { domains: ['taken.example'] }),
  ).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(
    proposeVendorDomains(test.db, world.vera, world.vendorId, { domains: ['x.example'] }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
});
