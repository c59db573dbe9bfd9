import { sql } from 'kysely';
import { fileEmail } from '../../../server/emails/file-email.ts';
import type { Case } from './cases.ts';
import type { MatrixWorld } from './matrix-world.ts';

const stale = 99_999;

async function quarantined(m: MatrixWorld): Promise<string> {
  const id = await m.email();
  await sql`update emails set status = 'quarantined', error = 'unreadable' where id = ${id}`.execute(m.database.db);
  return id;
}

async function dismissed(m: MatrixWorld): Promise<string> {
  const id = await m.suggestion();
  await sql`update suggestions set status = 'dismissed' where id = ${id}`.execute(m.database.db);
  return id;
}

async function filed(m: MatrixWorld): Promise<string> {
  const id = await m.email();
  const { db } = m.database;
  await fileEmail(db, m.world.bob, id, { package: (await m.pkg({ status: 'po_issued' })).code });
  return id;
}

/** The id of a rule that filing a fresh message taught. */
export async function taughtRule(m: MatrixWorld): Promise<string> {
  const id = await m.email();
  const { code } = await m.pkg({ status: 'po_issued' });
  await sql`update emails set from_address = ${`jo@taught${m.next()}.test`}, subject = 'Intake screens' where id = ${id}`.execute(
    m.database.db,
  );
  return (await fileEmail(m.database.db, m.world.bob, id, { package: code })).taught!;
}

/** Mail, what it suggests, and taught rules. */
export const filingCases: Record<string, Case> = {
  'get /api/emails': { least: 'viewer', status: 200, given: async (m) => (await m.email(), {}) },
  'post /api/emails': {
    least: 'operator',
    status: 202,
    given: (m) => ({
      body: { message_id: `<m${m.next()}@elsewhere.test>`, sender: 'jo@elsewhere.test', subject: 'Hi', body: 'Text' },
    }),
    long: ['body'],
  },
  'get /api/emails/{id}': { least: 'viewer', status: 200, given: async (m) => ({ params: [await m.email()] }) },
  'get /api/emails/{id}/raw': { least: 'viewer', status: 200, given: async (m) => ({ params: [await m.email()] }) },
  'get /api/emails/{id}/attachments/{n}': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: [await m.email(), '1'] }),
    unknownAfter: ['99', '1.1', '99.1', 'x', '-1', '1.0', '1e0', '', '../../etc/passwd'],
  },
  'post /api/emails/{id}/links': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.email()], body: { package: (await m.pkg()).code } }),
    conflicts: {
      'stale version': async (m) => ({
        params: [await m.email()],
        body: { package: (await m.pkg()).code, expectedVersion: stale },
      }),
      'not filed there': async (m) => ({
        params: [await m.email()],
        body: { package: (await m.pkg()).code, status: 'removed' },
      }),
    },
  },
  'post /api/emails/{id}/set-aside': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.email()], body: {} }),
    conflicts: { 'stale version': async (m) => ({ params: [await m.email()], body: { expectedVersion: stale } }) },
  },
  'post /api/emails/{id}/reprocess': {
    least: 'operator',
    status: 202,
    given: async (m) => ({ params: [await quarantined(m)] }),
    conflicts: { 'read already': async (m) => ({ params: [await m.email()] }) },
  },
  'post /api/emails/{id}/confirm-sender': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await filed(m)] }),
    conflicts: { 'not filed anywhere': async (m) => ({ params: [await m.email()] }) },
  },
  'post /api/suggestions/{id}/accept': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.suggestion()], body: { title: 'Send the drawings' } }),
    conflicts: { 'decided already': async (m) => ({ params: [await dismissed(m)], body: {} }) },
    inside: ['fields.0', 'values.deliveryDate'],
  },
  'post /api/suggestions/{id}/dismiss': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.suggestion()], body: { reason: 'Done already.' } }),
    conflicts: { 'decided already': async (m) => ({ params: [await dismissed(m)], body: {} }) },
  },
  'post /api/emails/file': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ body: { ids: [await m.email()], package: (await m.pkg()).code } }),
    conflicts: {
      'still being read': async (m) => {
        const id = await m.email();
        await sql`update emails set status = 'received' where id = ${id}`.execute(m.database.db);
        return { body: { ids: [id], package: (await m.pkg()).code } };
      },
    },
    inside: ['ids.0'],
  },
  'post /api/emails/reprocess': {
    least: 'operator',
    status: 202,
    given: async (m) => ({ body: { ids: [await quarantined(m)] } }),
    inside: ['ids.0'],
  },
  'get /api/filing-rules': { least: 'admin', status: 200, given: async (m) => (await taughtRule(m), {}) },
  'patch /api/filing-rules/{id}': {
    least: 'admin',
    status: 200,
    given: async (m) => ({ params: [await taughtRule(m)], body: { words: 'Intake pumps', enabled: false } }),
    conflicts: {
      'stale version': async (m) => ({ params: [await taughtRule(m)], body: { expectedVersion: stale } }),
    },
  },
  'delete /api/filing-rules/{id}': {
    least: 'admin',
    status: 200,
    given: async (m) => ({ params: [await taughtRule(m)] }),
  },
};
