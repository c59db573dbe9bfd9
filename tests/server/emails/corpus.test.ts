import { sql } from 'kysely';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { appRoot } from '../../../server/app-root.ts';
import { drain, LISTENER } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const folder = path.resolve(appRoot, '../shared/emails');
const present = existsSync(folder);
if (!present) console.info(`SKIPPED: every message of shared/emails (${folder} is not there)`);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.skipIf(!present)('shared/emails', () => {
  test('every message is stored and read to an end, none fails, each has its event', async () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    const parser = createMessageParser();
    const ids: string[] = [];
    for (const file of files) {
      const raw = readFileSync(path.join(folder, file));
      ids.push((await receiveEmail(database.db, LISTENER, { raw, source: 'redis' })).id);
    }
    await drain(database.db, parser);
    await parser.close();
    const { rows } = await sql<{ id: string; status: string; error: string | null; events: number }>`
      select e.id, e.status, e.error, (select count(*)::int from events v where v.entity_id = e.id) as events
      from emails e where e.id = any(${ids}::uuid[])`.execute(database.db);
    expect(rows).toHaveLength(new Set(ids).size);
    for (const row of rows) {
      expect(['processed', 'quarantined']).toContain(row.status);
      expect(row.events).toBe(1);
      if (row.status === 'quarantined') expect(row.error).toMatch(/./);
    }
    const { rows: unfinished } = await sql`select id from jobs where status <> 'done'`.execute(database.db);
    expect(unfinished).toEqual([]);
  }, 120_000);
});
