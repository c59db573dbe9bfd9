import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getTimeline } from '../../../server/audit/get-timeline.ts';
import { fileEmail } from '../../../server/emails/file-email.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { changeFilingRule } from '../../../server/filing-rules/change-filing-rule.ts';
import { deleteFilingRule, forgetLesson } from '../../../server/filing-rules/delete-filing-rule.ts';
import type { FilingRuleJson } from '../../../server/filing-rules/filing-rule.schema.ts';
import { listFilingRules } from '../../../server/filing-rules/list-filing-rules.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { ingest, type Letter, linksOf as allLinksOf } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
let a: { id: string; code: string };
let b: { id: string; code: string };
let number = 700;
let vendor: string;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
});
beforeEach(async () => {
  number += 2;
  vendor = `hydro${number}.test`;
  const columns = { status: 'po_issued', vendor_id: null, title: 'Raw water intake pumps' } as const;
  a = await createPackageRow(database.db, world, { code: `P-${number}`, ...columns });
  b = await createPackageRow(database.db, world, { code: `P-${number + 1}`, ...columns });
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});

const send = (given: Letter = {}) =>
  ingest(database.db, parser, { from: `Jo <jo@${vendor}>`, subject: 'Intake pumps: drawings', ...given });
/** Without the packages that the reader of texts finds likely: every title here is the same. */
const linksOf = async (...args: Parameters<typeof allLinksOf>) =>
  (await allLinksOf(...args)).filter(({ method }) => method !== 'words');
const file = (id: string, body: unknown) => fileEmail(database.db, world.bob, id, body);
const rules = async (query: Record<string, string> = {}): Promise<FilingRuleJson[]> =>
  JSON.parse(await listFilingRules(database.db, world.charlie, { q: vendor, ...query })).items;
const eventsOfRule = async (id: string) => {
  const { rows } = await sql<{ type: string }>`
    select event_type as type from events where entity_type = 'filing_rule' and entity_id = ${id}::uuid order by id`.execute(
    database.db,
  );
  return rows.map((row) => row.type);
};

describe('teaching', () => {
  test('a message filed by hand teaches; the like is filed with the rule as its why', async () => {
    const { taught } = await file(await send(), { package: a.code });
    expect(await rules()).toMatchObject([
      {
        id: taught,
        sentence: `mail from ${vendor} with “intake pumps” → ${a.code}`,
        enabled: true,
        taughtBy: { email: world.bob.email },
        uses: 0,
      },
    ]);
    const next = await send({
      from: `Otto <otto@sales.${vendor}>`,
      subject: 'Delay',
      text: 'The intake pump is late.',
    });
    expect(await linksOf(database.db, next)).toEqual([{ code: a.code, method: 'rule', status: 'filed' }]);
    const { rows } = await sql<{ why: string }>`select why from email_links where email_id = ${next}`.execute(
      database.db,
    );
    expect(rows[0]!.why).toBe(`Taught: mail from ${vendor} with “intake pumps” → ${a.code}.`);
    expect(await rules()).toMatchObject([{ uses: 1, lastUsedAt: expect.any(String) }]);
    expect(await eventsOfRule(taught!)).toEqual(['filing_rule_taught']);
  });

  test('the same again teaches nothing new; another sender and other words are not filed by it', async () => {
    await file(await send(), { package: a.code });
    const again = await send({ subject: 'Intake pumps again' });
    expect(await file(again, { package: a.code })).toMatchObject({ taught: null });
    expect(await rules()).toHaveLength(1);
    expect(await linksOf(database.db, await send({ from: 'jo@other.test' }))).not.toContainEqual(
      expect.objectContaining({ method: 'rule' }),
    );
    expect(await linksOf(database.db, await send({ subject: 'Invoice 4711' }))).toEqual([]);
  });

  test('twenty who teach the same at once teach one rule', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => send()));
    await Promise.all(ids.map((id) => file(id, { package: a.code })));
    expect(await rules()).toHaveLength(1);
  });

  test('automatic mail, doubtful senders, unconfirmed colleagues and closed packages teach nothing', async () => {
    const closed = await createPackageRow(database.db, world, {
      code: `C-${number}`,
      status: 'closed',
      vendor_id: null,
    });
    const cases: [Letter, string][] = [
      [{ headers: ['Auto-Submitted: auto-replied'] }, a.code],
      [{ headers: ['Reply-To: jo@elsewhere.test'] }, a.code],
      [{ from: world.bob.email }, a.code],
      [{}, closed.code],
    ];
    for (const [given, code] of cases)
      expect(await file(await send(given), { package: code }), JSON.stringify(given)).toMatchObject({ taught: null });
  });
});

describe('what a rule does not do', () => {
  beforeEach(async () => {
    await file(await send(), { package: a.code });
  });
  const methods = async (given: Letter) =>
    (await linksOf(database.db, await send(given))).map((one) => [one.code, one.method, one.status]);

  test('a written code goes before it', async () => {
    expect(await methods({ text: `About ${b.code}: the intake pumps.` })).toEqual([[b.code, 'code', 'filed']]);
  });

  test('a thread goes before it', async () => {
    await send({ id: `<root-${number}@x.test>`, text: `For ${b.code}.` });
    expect(await methods({ references: [`<root-${number}@x.test>`] })).toContainEqual([b.code, 'thread', 'filed']);
  });

  test('with an unknown code it suggests', async () => {
    expect(await methods({ text: 'About P-99999.' })).toEqual([[a.code, 'rule', 'probable']]);
  });

  test('closed and cancelled packages', async () => {
    await sql`update packages set status = 'cancelled' where id = ${a.id}`.execute(database.db);
    expect(await methods({})).not.toContainEqual([a.code, 'rule', expect.anything()]);
  });

  test('a doubtful sender, automatic mail', async () => {
    expect(await methods({ headers: ['Reply-To: jo@elsewhere.test'] })).not.toContainEqual([
      a.code,
      'rule',
      expect.anything(),
    ]);
    expect(await methods({ headers: ['Auto-Submitted: auto-replied'] })).toEqual([]);
  });

  test('our own domain that nothing confirms', async () => {
    await sql`insert into filing_rules (sender, words, words_key, package_id)
      values (${world.vera.email}, 'intake pumps', 'intake pump', ${a.id})`.execute(database.db);
    expect(await methods({ from: world.vera.email })).not.toContainEqual([a.code, 'rule', expect.anything()]);
  });
});

describe('contradiction', () => {
  test('moving what a rule filed switches it off and teaches the other package', async () => {
    const { taught: first } = await file(await send(), { package: a.code });
    const wrong = await send();
    const { taught: second } = await file(wrong, { package: b.code, from: a.code });
    expect((await rules()).map(({ id, package: code, enabled }) => [id, code, enabled])).toEqual([
      [second, b.code, true],
      [first, a.code, false],
    ]);
    expect(await eventsOfRule(first!)).toEqual(['filing_rule_taught', 'filing_rule_contradicted']);
    expect(await linksOf(database.db, await send())).toEqual([{ code: b.code, method: 'rule', status: 'filed' }]);
  });

  test('taking away what a rule filed switches it off', async () => {
    await file(await send(), { package: a.code });
    await file(await send(), { package: a.code, status: 'removed' });
    expect(await rules()).toMatchObject([{ enabled: false }]);
  });

  test('teaching another package by the same words replaces; forgetting brings the first back', async () => {
    const { taught: first } = await file(await send(), { package: a.code });
    const other = await send({ subject: `Intake pumps ${b.code}9` });
    const { taught: second } = await file(other, { package: b.code });
    expect(second).toBeTruthy();
    expect(await rules({ enabled: 'true' })).toMatchObject([{ id: second }]);
    await expect(forgetLesson(database.db, world.alice, second!)).rejects.toMatchObject({ code: 'forbidden' });
    await forgetLesson(database.db, world.bob, second!);
    expect(await rules()).toMatchObject([{ id: first, enabled: true }]);
  });
});

describe('what others see of a rule', () => {
  test('its trail is for admins, and it stands in no package’s trail: its words may come from a hidden bid', async () => {
    const { taught } = await file(await send(), { package: a.code });
    await expect(getTimeline(database.db, world.vera, 'filing_rule', taught!, {})).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(JSON.parse(await getTimeline(database.db, world.charlie, 'filing_rule', taught!, {})).items).toHaveLength(1);
    expect(await getTimeline(database.db, world.vera, 'package', a.code, {})).not.toContain('intake pumps');
  });
});

describe('managing', () => {
  test('an admin edits, switches off and deletes; each is an event', async () => {
    const { taught } = await file(await send(), { package: a.code });
    const change = (body: unknown, actor = world.charlie) => changeFilingRule(database.db, actor, taught!, body);
    expect(await change({ words: 'Intake screens', package: b.code })).toMatchObject({
      words: 'Intake screens',
      package: b.code,
      version: 2,
    });
    expect(await change({ words: 'Intake screens' })).toMatchObject({ version: 2 });
    expect(await change({ enabled: false })).toMatchObject({ enabled: false });
    expect(await linksOf(database.db, await send({ subject: 'Intake screens' }))).toEqual([]);
    await deleteFilingRule(database.db, world.charlie, taught!);
    expect(await rules()).toEqual([]);
    await expect(change({ enabled: true })).rejects.toMatchObject({ code: 'not_found' });
    expect(await eventsOfRule(taught!)).toEqual([
      'filing_rule_taught',
      'filing_rule_changed',
      'filing_rule_changed',
      'filing_rule_deleted',
    ]);
  });

  test('refusals', async () => {
    const { taught } = await file(await send(), { package: a.code });
    const change = (body: unknown, actor = world.charlie) => changeFilingRule(database.db, actor, taught!, body);
    await expect(change({}, world.alice)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listFilingRules(database.db, world.alice, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deleteFilingRule(database.db, world.bob, taught!)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change({ words: 'to of' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({ package: 'P-00000' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(change({ expectedVersion: 9 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(changeFilingRule(database.db, world.charlie, 'x', {})).rejects.toMatchObject({ code: 'not_found' });
    const { taught: second } = await file(await send({ subject: 'Water hammer' }), { package: b.code });
    await expect(
      changeFilingRule(database.db, world.charlie, second!, { words: 'pumps intake' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
