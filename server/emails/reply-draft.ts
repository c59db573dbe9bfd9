import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { mailSettings } from '../outgoing/mail-settings.ts';
import { canDo } from '../users/role.policy.ts';
import { replyRecipients, replyRefusal, replySubject } from './reply.policy.ts';
import { getRepliedTo } from './reply.queries.ts';

/** `Name <address>` as a person types it; a name with marks of its own in quotes. */
function typed({ name, address }: { name: string | null; address: string }): string {
  if (!name) return address;
  return /[",;<>()]/.test(name) ? `"${name.replaceAll('"', '')}" <${address}>` : `${name} <${address}>`;
}

/**
 * What stands in the form of a reply to a message that the actor reads; null where he may not reply, a robot wrote it,
 * or mail is off.
 */
export async function getReplyDraft(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ to: string; subject: string; from: string } | null> {
  const settings = mailSettings();
  if (!settings || !canDo(actor, 'email.send')) return null;
  const email = await getRepliedTo(db, id);
  if (!email || replyRefusal(email) !== null) return null;
  return {
    to: replyRecipients(email).map(typed).join(', '),
    subject: replySubject(email.subject),
    from: settings.from.address,
  };
}
