import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { lessonOf } from '../filing-rules/filing-rule.policy.ts';
import { teachRule } from '../filing-rules/teach-rule.ts';
import type { FilingPackage } from '../packages/filing.queries.ts';
import { isOpenStatus } from '../packages/package.policy.ts';
import { getTeachable } from './email.queries.ts';
import type { KnownSenders } from './known-senders.ts';
import { isInternal } from './sender-check.policy.ts';

/**
 * Teaches what a message newly filed by hand shows, in the transaction that files it; the new rule's id, or null. Closed
 * packages, automatic mail and a sender who may not be who he says teach nothing, nor does a colleague whom nothing
 * confirms.
 */
export async function teachByFiling(
  tx: Tx,
  actor: Actor,
  emailId: string,
  pkg: FilingPackage,
  senders: KnownSenders,
): Promise<string | null> {
  if (!isOpenStatus(pkg.status)) return null;
  const message = await getTeachable(tx, emailId);
  if (!message) return null;
  const internal = isInternal(message.fromAddress, senders);
  if (internal && message.authResult !== 'pass' && !message.broughtIn) return null;
  const lesson = lessonOf({ ...message, internal, packageTitle: pkg.title });
  return lesson && teachRule(tx, actor, { emailId, lesson, package: pkg });
}
