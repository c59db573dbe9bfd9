import type { Actor } from '../actor.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { isOwnAddress, mailSettings } from '../outgoing/mail-settings.ts';
import type { Recipient } from '../outgoing/outgoing.schema.ts';
import { outgoingRow } from '../outgoing/outgoing-row.ts';
import { queueRows } from '../outgoing/queue-mail.ts';
import { ringDoorbell } from '../queue/doorbell.ts';
import { requireCan } from '../users/require-can.ts';
import { holdEmail } from './file-email.ts';
import { replyRecipients, replyRefusal, replySubject } from './reply.policy.ts';
import { readReplyFiles } from './reply-files.ts';
import { getRepliedTo, listFiledPackages } from './reply.queries.ts';
import { type Replied, replyInput } from './reply.schema.ts';
import { storeReply } from './store-reply.ts';

const wrong = (field: string, message: string) => new DomainError('invalid', message, { fields: [{ field, message }] });

/** The addresses as a person reads them in the audit trail. */
const shown = (people: readonly Recipient[]) => people.map(({ address }) => address);

/**
 * Replies to a message by mail: the reply is stored in the same conversation, filed where the message is, and queued to
 * be sent; `email_sent` is recorded once for each package. Throws forbidden (a hidden bid too), not_found, invalid,
 * conflict (a robot's message, one that is not read), rate_limited (MAIL_THREAD_CAP), unavailable with mail off.
 */
export async function replyToEmail(db: Db, actor: Actor, id: string, body: unknown): Promise<Replied> {
  requireCan(actor, 'email.send');
  if (actor.kind !== 'user') throw new DomainError('forbidden', 'Only a person replies to a message.');
  const replied = await db.transaction().execute(async (tx): Promise<Replied> => {
    const held = await holdEmail(tx, actor, id);
    if (!held.visible)
      throw new DomainError('forbidden', 'Bids of this package are not shown to you, so you cannot answer them.');
    const input = replyInput.parse(body);
    const email = await getRepliedTo(tx, id);
    if (!email) throw new DomainError('conflict', 'Only a message that was read can be replied to.');
    const refusal = replyRefusal(email);
    if (refusal !== null) throw new DomainError('conflict', refusal);
    const to = input.to?.length ? input.to : replyRecipients(email);
    const cc = input.cc ?? [];
    const files = readReplyFiles(input.attachments ?? []);
    if (to.length === 0) throw wrong('to', 'Give an address: the message does not say safely whom to answer.');
    const own = [...to, ...cc].find(({ address }) => isOwnAddress(address));
    if (own) throw wrong(cc.includes(own) ? 'cc' : 'to', `PMIS itself receives mail at ${own.address}.`);
    const settings = mailSettings();
    if (!settings) throw new DomainError('unavailable', 'Mail is off: no mail server is configured. Ask an admin.');
    const row = outgoingRow(
      {
        kind: 'reply',
        to,
        cc,
        subject: input.subject ?? replySubject(email.subject),
        blocks: [
          { type: 'text', text: input.text },
          { type: 'footer', text: actor.name },
        ],
        about: { type: 'email', id },
        sentBy: { id: actor.userId, name: actor.name },
        answers: {
          kind: email.kind,
          messageId: email.messageId,
          references: email.referenceIds,
          threadId: email.threadId,
        },
      },
      settings,
    );
    const { threadId, outside } = email;
    const of = { repliedTo: id, sentBy: actor.userId, threadId, typed: input.text, outside, files };
    const emailId = await storeReply(tx, row, settings, of);
    const [queued] = await queueRows(tx, [{ ...row, email_id: emailId }]);
    if (queued?.status !== 'queued') throw new DomainError('rate_limited', queued?.error ?? 'It was held back.');
    const packages = await listFiledPackages(tx, emailId);
    const after = {
      to: shown(to),
      ...(cc.length > 0 ? { cc: shown(cc) } : {}),
      subject: row.subject,
      answers: id,
      ...(files.length > 0 ? { attachments: files.map(({ filename, sha256 }) => ({ filename, sha256 })) } : {}),
    };
    const places = packages.length > 0 ? packages : [null];
    await recordEvents(
      tx,
      actor,
      places.map((pkg) => ({
        entityType: 'email' as const,
        entityId: emailId,
        eventType: 'email_sent',
        packageId: pkg?.id ?? null,
        after: { ...(pkg ? { package: pkg.code } : {}), ...after },
      })),
    );
    return { id: emailId, outgoingId: row.id, threadId, messageId: row.message_id, status: 'queued' };
  });
  ringDoorbell(db, 'send_email');
  return replied;
}
