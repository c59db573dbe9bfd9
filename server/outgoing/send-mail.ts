import type { Actor } from '../actor.ts';
import type { Db, Tx } from '../db.ts';
import type { MessageParser } from '../emails/parse/create-message-parser.ts';
import { getRaw } from '../emails/receive.queries.ts';
import { setContentHash } from '../emails/reply.queries.ts';
import { DomainError } from '../errors.ts';
import { composeMail } from './compose-mail.ts';
import { deliver, SendFailure } from './deliver.ts';
import { mailSettings } from './mail-settings.ts';
import { getMailToSend, type MailToSend, setNotTaken, setSending, setSendFailed, setSent } from './send.queries.ts';
import { signMail } from './sign-mail.ts';
import { smtpSettings } from './smtp-settings.ts';
import { tellFailed } from './tell-sender.ts';

const MAYBE_SENT =
  'The connection was lost while the message was handed over: the mail server may have taken it. Ask the recipient before you send it again.';

/**
 * The bytes that go out. A reply's are kept since it was written; the hash of its content lets its copy, when it comes
 * back through a list or a mailbox that PMIS reads, be known as a repeat.
 */
async function bytesOf(db: Db, mail: MailToSend, parser: MessageParser): Promise<Buffer> {
  if (mail.emailId === null) return composeMail(mail);
  const raw = await getRaw(db, mail.emailId);
  if (!raw) throw new DomainError('not_found', `The bytes of the reply ${mail.emailId} are not there.`);
  const parsed = await parser.parse(raw);
  if (parsed.ok) await setContentHash(db, mail.emailId, parsed.message.contentHash);
  return raw;
}

/**
 * Sends one queued mail, in the job that has its id. Before the first byte of its text leaves, `sending` is committed:
 * a worker that dies then leaves a mail of which nobody knows whether it was taken, and it is not sent again by itself
 * but fails as `maybe_sent` (RFC 1047: SMTP cannot tell). Everything before that moment is tried again.
 * Throws DomainError for what is final (refused, maybe sent), an Error for what is tried again.
 */
export async function sendMail(
  db: Db,
  { id, parser, finish }: { id: string; parser: MessageParser; finish: (tx: Tx) => Promise<void> },
): Promise<void> {
  const mail = await getMailToSend(db, id);
  if (!mail || mail.status === 'sent' || mail.status === 'bounced' || mail.status === 'capped')
    return db.transaction().execute(finish);
  if (mail.status === 'sending') throw new DomainError('conflict', MAYBE_SENT);
  const [settings, smtp] = [mailSettings(), smtpSettings()];
  if (!settings || !smtp) {
    const off = 'Mail is off: no mail server is configured.';
    await setNotTaken(db, id, off, false);
    throw new Error(off);
  }
  const raw = await signMail(await bytesOf(db, mail, parser), mail.createdAt);
  const envelope = { from: settings.returnPath, to: [...mail.to, ...mail.cc].map(({ address }) => address), raw };
  let sending = false;
  const delivered = await deliver(smtp, envelope, async () => {
    sending = await setSending(db, id);
    if (!sending) throw new Error('Another worker sends this mail.');
  }).catch(async (error: unknown) => {
    if (!(error instanceof SendFailure)) throw error;
    if (error.kind === 'unsure') throw new DomainError('conflict', `${MAYBE_SENT} (${error.message})`);
    await setNotTaken(db, id, error.message, sending);
    if (error.kind === 'refused') throw new DomainError('conflict', error.message);
    throw error;
  });
  await setSent(db, id, mail.emailId === null ? raw : null, delivered.refused);
  await db.transaction().execute(finish);
}

/** Gives a mail up and tells its sender; in the transaction in which its job becomes a dead letter. */
export async function failMail(tx: Tx, actor: Actor, id: string, error: string): Promise<void> {
  const failed = await setSendFailed(tx, id, error);
  if (failed) await tellFailed(tx, actor, id, { ...failed, error });
}
