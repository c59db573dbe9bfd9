import { randomUUID } from 'node:crypto';
import type { Tx } from '../db.ts';
import { env } from '../env.ts';
import { insertJobs } from '../queue/job.queries.ts';
import { type MailBlock, renderBlocks } from './mail-blocks.ts';
import { isOwnAddress, mailSettings } from './mail-settings.ts';
import { insertOutgoing } from './outgoing.queries.ts';
import type { About, OutgoingKind, OutgoingStatus, Recipient } from './outgoing.schema.ts';
import { replyAddress } from './reply-address.ts';

/** About an hour of attempts by `retryDelayMs`: longer than a mail server greylists. */
const SEND_ATTEMPTS = 10;

export type NewMail = {
  kind: OutgoingKind;
  /** All are in one mail. A notification or digest goes to one person. */
  to: readonly Recipient[];
  cc?: readonly Recipient[];
  subject: string;
  blocks: readonly MailBlock[];
  /** Answers are filed there; also the conversation in clients, unless the mail answers another. Null: a digest. */
  about: About | null;
  /** The person among us that it is for: the reply address is his alone. */
  forUser?: string | null;
  /** The person who wrote it; `name` stands before our address in From. */
  sentBy?: { id: string; name: string } | null;
  /** The message that this one answers. Mail of robots (`kind` auto or bounce) is never answered. */
  answers?: { kind: string; messageId: string | null; references: readonly string[]; threadId: string | null };
  /** Where a reply stands in its conversation. */
  emailId?: string;
  /** For digests: a link that ends them, by GET a page, by POST at once (RFC 8058). */
  unsubscribeUrl?: string | null;
};

/** `capped`: held back, `error` says why: too many in this conversation, or to an address of ours. */
export type QueuedMail = {
  id: string;
  messageId: string;
  status: Extract<OutgoingStatus, 'queued' | 'capped'>;
  error: string | null;
};

function heldBack(mail: NewMail): string | null {
  if (mail.answers && mail.answers.kind !== 'normal') return 'Automatic mail is not answered.';
  const own = [...mail.to, ...(mail.cc ?? [])].find(({ address }) => isOwnAddress(address));
  return own ? `PMIS itself receives mail at ${own.address}.` : null;
}

/**
 * Queues mails in the caller's transaction, each with the job that sends it; ring the doorbell after the commit
 * (`ringDoorbell(db, 'send_email')`). With mail off nothing is queued and the answer is empty. A mail above
 * MAIL_THREAD_CAP to one recipient in one conversation, to an address of ours, or in answer to a robot is kept as
 * `capped` and not sent. In the order given.
 */
export async function queueMails(tx: Tx, mails: readonly NewMail[]): Promise<QueuedMail[]> {
  const settings = mailSettings();
  if (!settings || mails.length === 0) return [];
  const rows = mails.map((mail, position) => {
    const id = randomUUID();
    const { about, answers } = mail;
    const root = about && !answers ? `<about-${about.type}-${about.id}@${settings.idDomain}>` : null;
    const parent = answers?.messageId ?? root;
    const threadId = answers ? answers.threadId : about && about.type !== 'email' ? about.id : null;
    const cc = mail.cc ?? [];
    const error = heldBack(mail);
    return {
      position,
      id,
      kind: mail.kind,
      status: error === null ? 'queued' : 'capped',
      error,
      message_id: `<${id}@${settings.idDomain}>`,
      in_reply_to: parent,
      reference_ids: [...new Set([...(answers?.references.slice(-20) ?? []), ...(parent ? [parent] : [])])],
      thread_id: threadId,
      email_id: mail.emailId ?? null,
      about_type: about?.type ?? null,
      about_id: about?.id ?? null,
      thread_key: threadId ?? `${mail.kind}:${mail.forUser ?? ''}`,
      from_name: mail.sentBy ? `${mail.sentBy.name} (${settings.from.name})` : settings.from.name,
      to_list: mail.to,
      cc_list: cc,
      recipients: [...new Set([...mail.to, ...cc].map(({ address }) => address.toLowerCase()))],
      reply_to: about ? replyAddress(about, mail.forUser ?? null) : null,
      unsubscribe_url: mail.unsubscribeUrl ?? null,
      subject: mail.subject.replace(/\s+/g, ' ').trim(),
      ...renderBlocks(mail.blocks),
      sent_by: mail.sentBy?.id ?? null,
      for_user: mail.forUser ?? null,
    };
  });
  const queued = await insertOutgoing(tx, rows, env().MAIL_THREAD_CAP);
  await insertJobs(
    tx,
    queued.flatMap(({ id, status }) =>
      status === 'queued'
        ? [{ id, kind: 'send_email' as const, payload: { outgoingId: id }, uniqueKey: `outgoing:${id}`, maxAttempts: SEND_ATTEMPTS }]
        : [],
    ),
  ); // prettier-ignore
  return queued;
}
