import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { canReadEmail, hidesBids } from '../../../server/emails/email.policy.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import {
  readAttachment,
  readEmail,
  readEmailHtml,
  readEmailsJson,
  readRaw,
} from '../../../server/emails/read-emails.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { PACKAGE_STATUSES, type PackageStatus } from '../../../server/packages/package-fields.schema.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { drain, ingest, letter } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
let number = 300;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});

async function bidFor(status: PackageStatus, heldFrom: PackageStatus | null = null) {
  number += 1;
  const pkg = await createPackageRow(database.db, world, { code: `P-${number}`, status, held_from: heldFrom });
  const id = await ingest(database.db, parser, {
    subject: `${pkg.code} our offer`,
    text: 'Secretprice 12345',
    to: 'tender@northgate.example',
  });
  return { pkg, id };
}
const reads = async (actor: UserActor, id: string) => (await readEmail(database.db, actor, id)).restricted === false;

describe('who reads a bid', () => {
  test('the buyer, people named on the package, deciders; nobody else', async () => {
    const { pkg, id } = await bidFor('evaluation');
    const named = await createPerson(database.db, 'Nina Named', 'operator');
    await sql`insert into package_people (package_id, user_id) values (${pkg.id}, ${named.userId})`.execute(
      database.db,
    );
    const limited = await createPerson(database.db, 'Lim Ited', 'analyst');
    await sql`update users set decision_limit_kind = 'amount', decision_limit_amount = 1, decision_limit_currency = 'EUR' where id = ${limited.userId}`.execute(
      database.db,
    );
    const lowered = await createPerson(database.db, 'Low Ered', 'admin');
    await sql`update users set decision_limit_kind = 'none' where id = ${lowered.userId}`.execute(database.db);
    expect({
      buyer: await reads(world.bob, id),
      named: await reads(named, id),
      admin: await reads(world.charlie, id),
      limited: await reads(limited, id),
      lowered: await reads(lowered, id),
      analyst: await reads(world.alice, id),
      viewer: await reads(world.vera, id),
    }).toEqual({ buyer: true, named: true, admin: true, limited: true, lowered: false, analyst: false, viewer: false });
  });

  test('its addressees and whoever brought it in', async () => {
    number += 1;
    const { code } = await createPackageRow(database.db, world, { code: `P-${number}`, status: 'rfq_issued' });
    const to = await ingest(database.db, parser, { subject: `${code} offer`, to: world.vera.email.toUpperCase() });
    expect(await reads(world.vera, to)).toBe(true);
    const { id } = await receiveEmail(database.db, world.alice, {
      raw: letter({ subject: `${code} offer` }),
      source: 'api',
    });
    await drain(database.db, parser);
    expect(await reads(world.alice, id)).toBe(true);
    expect(await reads(world.vera, id)).toBe(false);
  });

  test('inside mail is everybody’s', async () => {
    number += 1;
    const { code } = await createPackageRow(database.db, world, { code: `P-${number}`, status: 'rfq_issued' });
    const id = await ingest(database.db, parser, { from: world.bob.email, subject: `${code} plan` });
    expect(await reads(world.vera, id)).toBe(true);
  });

  test('the SQL is the policy, over every status and what was held', async () => {
    const states = [
      ...PACKAGE_STATUSES.map((status) => ({ status, heldFrom: null })),
      ...PACKAGE_STATUSES.map((heldFrom) => ({ status: 'on_hold' as const, heldFrom })),
    ];
    const { pkg, id } = await bidFor('evaluation');
    for (const { status, heldFrom } of states) {
      await sql`update packages set status = ${status}, held_from = ${heldFrom} where id = ${pkg.id}`.execute(
        database.db,
      );
      const state = { status, heldFrom, buyerId: world.bob.userId, people: [] };
      const reader = { id: world.vera.userId, email: world.vera.email, decider: false };
      const expected = canReadEmail(reader, { outside: true, addressees: [], receivedBy: null, packages: [state] });
      expect(expected).toBe(!hidesBids(state));
      expect({ status, heldFrom, reads: await reads(world.vera, id) }).toEqual({ status, heldFrom, reads: expected });
    }
  });
});

describe('what others see of a bid', () => {
  test('that it exists: five fields', async () => {
    const { pkg, id } = await bidFor('bids_received');
    expect(await readEmail(database.db, world.vera, id)).toEqual({
      id,
      date: '2026-03-05T09:12:41+00:00',
      status: 'processed',
      packages: [pkg.code],
      restricted: true,
    });
    const list = await readEmailsJson(database.db, world.vera, { package: pkg.code });
    expect(JSON.parse(list)).toMatchObject({ items: [{ id, restricted: true }] });
    expect(list).not.toMatch(/offer|Secret/);
  });

  test('not by searching, and no raw bytes, attachments or HTML', async () => {
    const { id } = await bidFor('rfq_issued');
    const found = async (actor: UserActor) =>
      JSON.parse(await readEmailsJson(database.db, actor, { q: 'Secretprice' })).items.some(
        (item: { id: string }) => item.id === id,
      );
    expect(await found(world.bob)).toBe(true);
    expect(await found(world.vera)).toBe(false);
    for (const read of [readRaw, readEmailHtml, readAttachment])
      await expect(read(database.db, world.vera, id, '1')).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the audit trail tells nothing of its words', async () => {
    const { id } = await bidFor('rfq_issued');
    const { rows } = await sql<{ body: string }>`select body from events where entity_id = ${id}`.execute(database.db);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.body).join()).not.toMatch(/our offer|Secret|jo@elsewhere/);
  });
});
