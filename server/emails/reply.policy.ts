type Mailbox = { name: string | null; address: string };

/** What a reply is made from. */
export type Answerable = {
  kind: string;
  from: Mailbox | null;
  replyTo: string | null;
  to: readonly Mailbox[];
  subject: string | null;
  senderMismatch: readonly string[];
  /** Written here. */
  sent: boolean;
};

/**
 * Whom a reply goes to where nobody says otherwise: Reply-To, else the sender; for a message of ours, those it went to.
 * Nobody where the sender may not be who he says: the address is then typed by a person who checked it.
 */
export function replyRecipients(email: Answerable): Mailbox[] {
  if (email.sent) return [...email.to];
  if (email.senderMismatch.length > 0 || email.from === null) return [];
  if (email.replyTo !== null && email.replyTo.toLowerCase() !== email.from.address.toLowerCase())
    return email.replyTo.includes('@') ? [{ name: email.from.name, address: email.replyTo }] : [];
  return email.from.address.includes('@') ? [{ name: email.from.name, address: email.from.address }] : [];
}

/** "Re: " and the subject, once. */
export function replySubject(subject: string | null): string {
  const bare = (subject ?? '').replace(/\s+/g, ' ').trim();
  return /^(re|aw|sv|antw)\s*:/i.test(bare) ? bare : `Re: ${bare || '(no subject)'}`;
}

/** Why a message is not replied to; null where it may be. Robots are not answered, so that no two ever talk. */
export function replyRefusal(email: Answerable): string | null {
  if (email.kind === 'auto')
    return 'This message was written by a machine: nobody reads the answer. Reply to a message of the person.';
  if (email.kind === 'bounce') return 'This is a report of a mail server: nobody reads the answer.';
  return null;
}
