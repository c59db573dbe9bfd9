import { env } from '../env.ts';
import type { Recipient } from './outgoing.schema.ts';

export type MailSettings = {
  from: { name: string; address: string };
  /** Envelope sender: bounces go there. */
  returnPath: string;
  /** Domain of our Message-IDs. */
  idDomain: string;
};

const MAILBOX = /^\s*([^<>"]*?)\s*<([^<>]+)>\s*$/;

/** The sender as configured; null where MAIL_FROM is not set. */
function sender(): { name: string; address: string } | null {
  const { MAIL_FROM } = env();
  if (!MAIL_FROM) return null;
  const [, name, address] = MAILBOX.exec(MAIL_FROM) ?? [];
  return address ? { name: name || 'PMIS', address } : { name: 'PMIS', address: MAIL_FROM.trim() };
}

/** How our mail is sent; null when mail is off: no mail server is configured. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL, SMTP_HOST, MAIL_DOMAIN, MAIL_RETURN_PATH } = env();
  const from = sender();
  if (!(SMTP_URL || SMTP_HOST) || !from) return null;
  return {
    from,
    returnPath: MAIL_RETURN_PATH ?? from.address,
    idDomain: MAIL_DOMAIN ?? from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase(),
  };
}

/** Whether a mail server is configured. */
export function isMailOn(): boolean {
  return mailSettings() !== null;
}

/**
 * Whether PMIS itself receives mail at the address: its sender, its reply addresses, those that its listeners take and
 * its accounts are named by, and those configured. Mail is never sent there.
 */
export function isOwnAddress(address: Recipient['address']): boolean {
  const wanted = address.trim().toLowerCase();
  const { MAIL_DOMAIN, MAIL_OWN_ADDRESSES, MAIL_RETURN_PATH, MAIL_ACCEPT, MAIL_SOURCES } = env();
  const plain = wanted.replace(/\+[^@]*@/, '@');
  const received = [...MAIL_OWN_ADDRESSES, ...MAIL_ACCEPT, ...MAIL_SOURCES.map(({ user }) => user)];
  // An entry that is a domain says nothing: people have their own addresses there.
  const own = [sender()?.address, MAIL_RETURN_PATH, ...received].flatMap((one) => one?.toLowerCase() ?? []);
  return own.includes(wanted) || own.includes(plain) || (MAIL_DOMAIN !== undefined && plain === `reply@${MAIL_DOMAIN}`);
}
