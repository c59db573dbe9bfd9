import { sql } from 'kysely';
import { replyToEmail } from '../../../server/emails/reply-to-email.ts';
import type { Case } from './cases.ts';
import type { MatrixWorld } from './matrix-world.ts';

/** The id of a reply that the mail server refused. */
async function failedReply(m: MatrixWorld): Promise<string> {
  const { db } = m.database;
  const { outgoingId } = await replyToEmail(db, m.world.bob, await m.email(), { text: 'By Friday, please.' });
  await sql`update outgoing_emails set status = 'failed', error = 'refused' where id = ${outgoingId}`.execute(db);
  await sql`update jobs set status = 'dead' where id = ${outgoingId}`.execute(db);
  return outgoingId;
}

/** The id of a message that a machine wrote. */
async function robotMail(m: MatrixWorld): Promise<string> {
  const id = await m.email();
  await sql`update emails set kind = 'auto' where id = ${id}`.execute(m.database.db);
  return id;
}

/** Mail that we send. */
export const outgoingCases: Record<string, Case> = {
  'post /api/emails/{id}/reply': {
    least: 'operator',
    status: 202,
    given: async (m) => ({
      params: [await m.email()],
      body: {
        text: 'By Friday, please.',
        to: ['Jo <jo@elsewhere.test>'],
        subject: 'Re: Offer',
        attachments: [{ filename: 'plan.txt', contentType: 'text/plain', content: 'cGxhbg==' }],
      },
    }),
    conflicts: { 'a robot wrote it': async (m) => ({ params: [await robotMail(m)], body: { text: 'Hello' } }) },
    inside: ['to.0'],
  },
  'get /api/outgoing-emails': { least: 'viewer', status: 200, given: async (m) => (await failedReply(m), {}) },
  'post /api/outgoing-emails/{id}/retry': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await failedReply(m)] }),
    conflicts: {
      'it did not fail': async (m) => {
        const id = await failedReply(m);
        await sql`update outgoing_emails set status = 'sent' where id = ${id}`.execute(m.database.db);
        return { params: [id] };
      },
    },
  },
};
