import { randomUUID } from 'node:crypto';
import { type MailBlock, renderBlocks } from './mail-blocks.ts';
import { isOwnAddress, type MailSettings } from './mail-settings.ts';
import type { About, OutgoingKind, Recipient } from './outgoing.schema.ts';
import { replyAddress } from './reply-address.ts';

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
  /** For digests: a link that ends them, by GET a page, by POST at once (RFC 8058). */
  unsubscribeUrl?: string | null;
};

/** A row of outgoing_emails as it is inserted, columns by their names in the table. */
export type OutgoingRow = {
  position: number;
  id: string;
  kind: OutgoingKind;
  status: 'queued' | 'capped';
  error: string | null;
  message_id: string;
  in_reply_to: string | null;
  reference_ids: string[];
  thread_id: string | null;
  /** A reply's place in its conversation. */
  email_id: string | null;
  about_type: About['type'] | null;
  about_id: string | null;
  thread_key: string;
  from_name: string;
  to_list: readonly Recipient[];
  cc_list: readonly Recipient[];
  recipients: string[];
  reply_to: string | null;
  unsubscribe_url: string | null;
  subject: string;
  text: string;
  html: string;
  sent_by: string | null;
  for_user: string | null;
};

function heldBack(mail: NewMail): string | null {
  if (mail.answers && mail.answers.kind !== 'normal') return 'Automatic mail is not answered.';
  const own = [...mail.to, ...(mail.cc ?? [])].find(({ address }) => isOwnAddress(address));
  return own ? `PMIS itself receives mail at ${own.address}.` : null;
}

/**
 * A mail as its row: its Message-ID, the conversation that it begins or goes on, its reply address, and its body as
 * text and HTML. Mails about one thing are one conversation in the reader's client, by a reference to an id that no
 * message has.
 */
export function outgoingRow(mail: NewMail, settings: MailSettings, position = 0): OutgoingRow {
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
    email_id: null,
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
}
