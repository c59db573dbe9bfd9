import { sql } from 'kysely';
import type { Db } from '../../server/db.ts';
import type { MessageParser } from '../../server/emails/parse/create-message-parser.ts';
import { setEnv } from '../../server/env.ts';
import type { NewMail } from '../../server/outgoing/outgoing-row.ts';
import { queueMails } from '../../server/outgoing/queue-mail.ts';
import { sendMail } from '../../server/outgoing/send-mail.ts';

/** Turns mail on, to a server of the test. */
export function mailOn(url: string): void {
  setEnv({
    SMTP_URL: url,
    SMTP_TIMEOUT_MS: 1_500,
    MAIL_FROM: 'PMIS <pmis@northgate.example>',
    MAIL_DOMAIN: 'mail.northgate.example',
    MAIL_THREAD_CAP: 20,
    MAIL_REPLY_DAYS: 365,
    MAIL_OWN_ADDRESSES: [],
  });
}

export function mailOff(): void {
  setEnv({ SMTP_URL: undefined, SMTP_HOST: undefined, MAIL_FROM: undefined, MAIL_DOMAIN: undefined });
}

/** Queues a notification, ordinary where nothing is given. */
export async function queueOne(db: Db, mail: Partial<NewMail> = {}) {
  const [queued] = await db.transaction().execute((tx) =>
    queueMails(tx, [
      {
        kind: 'notification',
        to: [{ name: 'Ann Reader', address: 'ann@reader.test' }],
        subject: 'T-1 waits for you',
        blocks: [{ type: 'text', text: 'Look at <b>T-1</b> & the rest.' }],
        about: null,
        ...mail,
      },
    ]),
  );
  return queued!;
}

/** One attempt to send; what it throws, or null. */
export async function attempt(db: Db, parser: MessageParser, id: string): Promise<Error | null> {
  return sendMail(db, { id, parser, finish: () => Promise.resolve() }).then(
    () => null,
    (error: unknown) => error as Error,
  );
}

export type OutgoingFacts = {
  status: string;
  attempts: number;
  error: string | null;
  maybeSent: boolean;
  failed: { address: string; error: string }[];
};

export async function outgoingFacts(db: Db, id: string): Promise<OutgoingFacts> {
  const { rows } = await sql<OutgoingFacts>`
    select status, attempts, error, maybe_sent as "maybeSent", failed_recipients as failed
    from outgoing_emails where id = ${id}::uuid`.execute(db);
  return rows[0]!;
}
