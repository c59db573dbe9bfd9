import type { Recipient } from './outgoing.schema.ts';
import { mailSettings } from './mail-settings.ts';

/** What a mail is composed from: its row in outgoing_emails. */
export type Composable = {
  id: string;
  kind: string;
  messageId: string;
  inReplyTo: string | null;
  referenceIds: string[];
  fromName: string | null;
  to: Recipient[];
  cc: Recipient[];
  replyTo: string | null;
  unsubscribeUrl: string | null;
  subject: string;
  text: string;
  html: string;
  createdAt: Date;
};

const mailbox = ({ name, address }: Recipient) => (name ? { name, address } : address);

/**
 * Headers by which other systems know that no person wrote a mail and do not answer it: RFC 3834, and
 * X-Auto-Response-Suppress of Exchange.
 */
function robotHeaders(mail: Composable): Record<string, string> {
  if (mail.kind === 'reply') return {};
  return {
    'Auto-Submitted': mail.kind === 'answer' ? 'auto-replied' : 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    ...(mail.unsubscribeUrl
      ? { 'List-Unsubscribe': `<${mail.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
      : {}),
  };
}

/** A file that goes out with a mail. */
export type ComposedFile = { filename: string; contentType: string; content: Buffer };

/**
 * The message of RFC 5322, plain text and HTML. The same row always gives the same bytes, Message-ID and Date among
 * them, so that a second sending after a crash is a repeat to whoever receives both. Throws an Error with mail off.
 */
export async function composeMail(mail: Composable, files: readonly ComposedFile[] = []): Promise<Buffer> {
  const settings = mailSettings();
  if (!settings) throw new Error('Mail is off: no mail server is configured.');
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from: { name: mail.fromName ?? settings.from.name, address: settings.from.address },
    to: mail.to.map(mailbox),
    cc: mail.cc.map(mailbox),
    ...(mail.replyTo ? { replyTo: { name: mail.fromName ?? settings.from.name, address: mail.replyTo } } : {}),
    subject: mail.subject,
    messageId: mail.messageId,
    date: mail.createdAt,
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
    ...(mail.referenceIds.length > 0 ? { references: mail.referenceIds } : {}),
    headers: robotHeaders(mail),
    text: mail.text,
    html: mail.html,
    attachments: files.map((file) => ({ ...file, contentTransferEncoding: 'base64' as const })),
    baseBoundary: mail.id,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
