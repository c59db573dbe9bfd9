import type { Actor } from '../actor.ts';
import type { EventInput } from '../audit/record-event.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Tx } from '../db.ts';
import { listFiledPackages } from '../emails/reply.queries.ts';
import { notify } from '../notifications/notify.ts';

/** What happened to a mail of ours after it was queued. */
type Mishap = {
  /** The reply in its conversation; null for mail that PMIS wrote by itself. */
  emailId: string | null;
  sentBy: string | null;
  subject: string;
  recipients: readonly string[];
  error: string;
};

const clip = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** Records what happened to a reply, once for each of its packages, and tells who sent it. */
async function tell(
  tx: Tx,
  actor: Actor,
  mail: Mishap,
  told: {
    eventType: string;
    after: Record<string, unknown>;
    what: 'mail_failed' | 'mail_bounced';
    key: string;
    said: string;
  },
): Promise<void> {
  const { emailId, sentBy } = mail;
  if (emailId === null) return;
  const packages = await listFiledPackages(tx, emailId);
  const event = (packageId: string | null): EventInput => ({
    entityType: 'email',
    entityId: emailId,
    eventType: told.eventType,
    packageId,
    after: told.after,
  });
  await recordEvents(tx, actor, packages.length > 0 ? packages.map(({ id }) => event(id)) : [event(null)]);
  if (sentBy === null) return;
  const to = clip(mail.recipients.join(', '), 80);
  await notify(tx, actor, {
    happening: { what: told.what, sender: sentBy },
    about: { type: 'email', id: emailId, code: null },
    packageId: packages[0]?.id ?? null,
    sentence: `Your message “${clip(mail.subject, 80)}” to ${to} ${told.said} ${clip(mail.error, 100)}`.trim(),
    key: told.key,
  });
}

/** A mail could not be sent: `email_send_failed`, and its sender is told. */
export async function tellFailed(
  tx: Tx,
  actor: Actor,
  outgoingId: string,
  mail: Mishap & { maybeSent: boolean },
): Promise<void> {
  await tell(tx, actor, mail, {
    eventType: 'email_send_failed',
    after: { status: 'failed', to: mail.recipients, error: mail.error, ...(mail.maybeSent ? { maybeSent: true } : {}) },
    what: 'mail_failed',
    key: `mail_failed:${outgoingId}:${new Date().toISOString()}`,
    said: mail.maybeSent ? 'may not have been sent:' : 'could not be sent:',
  });
}

/** A mail came back: `email_bounced`, with the recipients that it did not reach, and its sender is told. */
export async function tellBounced(
  tx: Tx,
  actor: Actor,
  outgoingId: string,
  mail: Mishap & { bounceEmailId: string },
): Promise<void> {
  await tell(tx, actor, mail, {
    eventType: 'email_bounced',
    after: { status: 'bounced', to: mail.recipients, bounce: mail.bounceEmailId },
    what: 'mail_bounced',
    key: `mail_bounced:${outgoingId}`,
    said: 'could not be delivered.',
  });
}
