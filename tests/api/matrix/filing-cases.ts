import { sql } from 'kysely';
import { fileEmail } from '../../../server/emails/file-email.ts';
import type { Case } from './cases.ts';
import type { MatrixWorld } from './matrix-world.ts';

const stale = 99_999;

/** The id of a rule that filing a fresh message taught. */
async function taughtRule(m: MatrixWorld): Promise<string> {
  const id = await m.email();
  const { code } = await m.pkg({ status: 'po_issued' });
  await sql`update emails set from_address = ${`jo@taught${m.next()}.test`}, subject = 'Intake screens' where id = ${id}`.execute(
    m.database.db,
  );
  return (await fileEmail(m.database.db, m.world.bob, id, { package: code })).taught!;
}

/** Taught rules and what is done to many messages at once. */
export const filingCases: Record<string, Case> = {
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
