import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { listBuyers } from '../packages/filing.queries.ts';
import { notify } from './notify.ts';

/** A message of a person (never of a robot) that was filed. */
export type FiledMail = {
  id: string;
  fromName: string | null;
  fromAddress: string | null;
  subject: string | null;
  /** Who handed it in: he knows of it. */
  broughtInBy?: string | null;
};

/**
 * Tells the buyers of the packages that a message was filed under, each once per message and package; not who wrote it
 * or handed it in. Who may not read
 * the message (any more) is shown no more than that there is one.
 */
export async function tellFiled(
  tx: Tx,
  actor: Actor,
  mail: FiledMail,
  packages: readonly { packageId: string; code: string }[],
): Promise<void> {
  if (packages.length === 0) return;
  const buyers = await listBuyers(
    tx,
    packages.map(({ packageId }) => packageId),
  );
  const known = [mail.fromAddress?.toLowerCase(), mail.broughtInBy];
  const buyerOf = (packageId: string) => {
    const buyer = buyers.get(packageId);
    return buyer && !known.includes(buyer.email) ? buyer.id : null;
  };
  const from = mail.fromName?.trim() || mail.fromAddress || 'An unknown sender';
  const subject = mail.subject?.trim() ? `“${mail.subject.trim().slice(0, 150)}”` : 'a message without a subject';
  await notify(
    tx,
    actor,
    packages.map(({ packageId, code }) => ({
      happening: { what: 'mail_filed', buyer: buyerOf(packageId) },
      about: { type: 'email', id: mail.id, code: null },
      packageId,
      sentence: `${from.slice(0, 80)} wrote on ${code}: ${subject}`,
      key: `filed:${mail.id}:${packageId}`,
    })),
  );
}
