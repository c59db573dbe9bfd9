import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import { getIngestedPackages } from '../audit/ingested.queries.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { tellFiled } from '../notifications/tell-filed.ts';
import { type FilingPackage, findPackageForFiling } from '../packages/filing.queries.ts';
import { contradictRule } from '../filing-rules/teach-rule.ts';
import { requireCan } from '../users/require-can.ts';
import { findLink, type LockedEmail, lockEmail, setLink } from './email.queries.ts';
import { fileEmailInput } from './email.schema.ts';
import { fileReplies } from './file-replies.ts';
import { getFiledMail } from './filed-mail.queries.ts';
import { knownSenders } from './known-senders.ts';
import { teachByFiling } from './teach-by-filing.ts';

/** What filing answers: the message's links are read again by whoever shows them. */
export type Filed = {
  id: string;
  package: string;
  status: 'filed' | 'removed';
  changed: boolean;
  taught: string | null;
};

/** The message, held for a change by hand. Throws not_found. */
export async function holdEmail(tx: Tx, actor: Actor, id: string): Promise<LockedEmail> {
  const email = await lockEmail(tx, actor, id);
  if (!email) throw new DomainError('not_found', 'There is no such message.');
  return email;
}

/**
 * Whether people may say where a held message belongs. Throws forbidden (a hidden bid), conflict (a stale version, a
 * repeat of another message, one that is still being read).
 */
export function checkFilable(email: LockedEmail, expectedVersion: number | undefined): void {
  if (!email.visible)
    throw new DomainError('forbidden', 'Bids of this package are not shown to you, so you cannot file them.');
  if (email.status === 'received')
    throw new DomainError('conflict', 'The message is still being read. Try again in a moment.');
  if (email.duplicateOf)
    throw new DomainError('conflict', 'This message repeats another one: file that one.', {
      duplicateOf: email.duplicateOf,
    });
  if (expectedVersion !== undefined && expectedVersion !== email.version)
    throw new DomainError('conflict', 'Somebody changed how this message is filed. Look again, then decide.', {
      version: email.version,
    });
}

async function referenced(tx: Tx, field: string, ref: string): Promise<FilingPackage> {
  const found = await findPackageForFiling(tx, ref);
  if (found) return found;
  const message = `There is no package ${ref}.`;
  throw new DomainError('invalid', message, { fields: [{ field, message }] });
}

async function change(
  tx: Tx,
  actor: Actor,
  emailId: string,
  pkg: FilingPackage,
  status: 'filed' | 'removed',
): Promise<'new' | 'confirmed' | null> {
  const before = await findLink(tx, emailId, pkg.id);
  if (before?.status === status && (status === 'removed' || before.method === 'manual')) return null;
  if (!before && status === 'removed') throw new DomainError('conflict', `The message is not filed under ${pkg.code}.`);
  if (status === 'removed') await contradictRule(tx, actor, emailId, pkg.id);
  const userId = actor.kind === 'user' ? actor.userId : null;
  const why = status === 'filed' ? `${actor.name} filed it.` : `${actor.name} took it away.`;
  await setLink(tx, { emailId, packageId: pkg.id, status, userId, why });
  await recordEvent(tx, actor, {
    entityType: 'email',
    entityId: emailId,
    eventType: status === 'filed' ? 'email_filed' : 'email_unfiled',
    packageId: pkg.id,
    before: before && { package: pkg.code, status: before.status, method: before.method, score: before.score },
    after: { package: pkg.code, status, method: 'manual', score: 1 },
  });
  if (status === 'filed' && !(await getIngestedPackages(tx, emailId)).includes(pkg.id))
    await recordEvent(tx, actor, {
      entityType: 'email',
      entityId: emailId,
      eventType: 'email_ingested',
      packageId: pkg.id,
      after: { package: pkg.code, method: 'manual', score: 1, why },
      evidence: [{ type: 'email', id: emailId }],
    });
  if (status === 'filed') await fileReplies(tx, actor, emailId, pkg);
  return before?.status === 'filed' ? 'confirmed' : 'new';
}

/**
 * Files a message under a package by hand, confirms a suggestion, takes it away (`status: removed`), or moves it
 * (`from`). A person may file under closed and cancelled packages too. The same again changes nothing. Filing where no
 * code or thread says so teaches a rule (`taught`: its id); taking away what a rule filed switches that rule off.
 * Throws forbidden, not_found, invalid (unknown package), conflict (see checkFilable; taking away what is not there).
 */
export async function fileEmail(db: Db, actor: Actor, id: string, body: unknown): Promise<Filed> {
  requireCan(actor, 'email.file');
  // Before the transaction: one that waits for another connection while it holds its own can stop everybody.
  const senders = await knownSenders(db);
  return db.transaction().execute(async (tx) => {
    const email = await holdEmail(tx, actor, id);
    const input = fileEmailInput.parse(body);
    checkFilable(email, input.expectedVersion);
    const pkg = await referenced(tx, 'package', input.package);
    const from = input.from === undefined ? null : await referenced(tx, 'from', input.from);
    if (from && (from.id === pkg.id || input.status === 'removed'))
      throw new DomainError('invalid', 'from is the other package that a move takes the message away from.', {
        fields: [{ field: 'from', message: 'is the other package that a move takes the message away from' }],
      });
    const moved = from ? await change(tx, actor, id, from, 'removed') : null;
    const changed = await change(tx, actor, id, pkg, input.status);
    const told = changed === 'new' && input.status === 'filed' ? await getFiledMail(tx, id) : null;
    if (told) await tellFiled(tx, actor, told, [{ packageId: pkg.id, code: pkg.code }]);
    const taught =
      changed === 'new' && input.status === 'filed' ? await teachByFiling(tx, actor, id, pkg, senders) : null;
    return { id, package: pkg.code, status: input.status, changed: Boolean(moved ?? changed), taught };
  });
}
