import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'kysely';
import { createTask } from '../../../server/tasks/create-task.ts';
import { proposeChange } from '../../../server/packages/propose-change.ts';
import { searchAll } from '../../../server/search/search-all.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createWorld(test.db);
});
afterAll(() => test.drop());

const typesOf = async (q: string, who = world.vera) =>
  (await searchAll(test.db, who, { q })).items.map(({ type, title }) => `${type}: ${title}`);

it('finds every kind by its words, the exact code first, and hides what the lists hide', async () => {
  const pkg = await createPackageRow(test.db, world, { title: 'Zephyr blowers', status: 'planned' });
  const other = await createPackageRow(test.db, world, { title: 'Piping', status: 'rfq_issued' });
  const task = await createTask(test.db, world.bob, {
    package: pkg.code,
    title: `Ask for zephyr drawings of ${other.code}`,
  });
  await proposeChange(test.db, world.alice, {
    package: pkg.code,
    body: {
      status: 'rfq_issued',
      bidDueDate: '2030-01-01',
      reason: 'Zephyr is urgent',
    },
  });
  await sql`insert into vendors (name) values ('Zephyr Air')`.execute(test.db);
  const mail = async (subject: string) => {
    const { rows } = await sql<{ id: string }>`
      insert into emails (source, raw_sha256, raw_size, status, subject) values ('api', ${subject}, 1, 'processed', ${subject})
      returning id`.execute(test.db);
    return rows[0]!.id;
  };
  await mail('Zephyr quote');
  const bid = await mail('Zephyr bid');
  await sql`insert into email_links (email_id, package_id, method, score, status, why)
    values (${bid}, ${other.id}, 'code', 1, 'filed', 'x')`.execute(test.db);
  await sql`update emails set filed = true where id = ${bid}`.execute(test.db);
  expect(await typesOf('zephyr')).toEqual([
    'package: Zephyr blowers',
    `task: ${(task as { title: string }).title}`,
    'approval: Zephyr blowers',
    'vendor: Zephyr Air',
    'email: Zephyr quote',
  ]);
  expect(await typesOf('zephyr', world.charlie)).toContain('email: Zephyr bid');
  expect((await typesOf(other.code.toLowerCase()))[0]).toBe('package: Piping');
  expect((await searchAll(test.db, world.vera, { q: 'zephyr', limit: '2' })).items).toHaveLength(2);
});

it('refuses an empty question, an unknown field and a reader without the scope', async () => {
  await expect(searchAll(test.db, world.vera, { q: ' ' })).rejects.toThrow('Must not be empty');
  await expect(searchAll(test.db, world.vera, { q: 'x', cursor: 'y' })).rejects.toThrow('cursor');
  await expect(searchAll(test.db, { ...world.vera, scopes: ['write'] }, { q: 'x' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
