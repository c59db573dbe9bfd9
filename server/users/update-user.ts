import type { Actor } from '../actor.ts';
import type { DecisionLimit } from '../approvals/approval.policy.ts';
import { recordEvent } from '../audit/record-event.ts';
import { staleVersion } from '../audit/stale-version.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { parseMoney } from '../money/money.policy.ts';
import { forgetTokensOf } from '../tokens/token-cache.ts';
import { findUserRef } from './find-user-ref.ts';
import { requireCan } from './require-can.ts';
import { canDo, isAtLeast } from './role.policy.ts';
import { toUserJson } from './user-json.ts';
import { lockActiveAdmins, lockUser, type User } from './user.queries.ts';
import { setUser } from './user-write.queries.ts';
import { type DecisionLimitInput, type UpdateUserInput, updateUserInput, type UserJson } from './user.schema.ts';

const OWN_FIELDS = new Set(['name', 'timeZone', 'expectedVersion', 'reason']);

/**
 * Changes a person: an admin anyone's role, state, name, title, time zone and decision limit; everybody their own name
 * and time zone. Nobody sets a role or limit of their own (PRODUCT.md: a limit is given by another person). Disabling
 * ends sessions at once and tokens within 5 s. `ref` is an email, an id or `me`.
 * Throws `forbidden`, `not_found`, `invalid`, `conflict` (stale version, last admin).
 */
export async function updateUser(db: Db, actor: Actor, ref: string, input: unknown): Promise<UserJson> {
  const found = await findUserRef(db, ref, actor);
  const own = actor.kind === 'user' && found?.id === actor.userId;
  requireCan(actor, own && !canDo(actor, 'user.manage') ? 'account.edit' : 'user.manage');
  if (!found) throw new DomainError('not_found', `Nobody has the email or id "${ref}".`);
  if (own) requireOwnFields(actor, input);
  const change = updateUserInput.parse(input);

  const changed = await db.transaction().execute(async (tx) => {
    // Admins before the person: two who disable each other wait instead of deadlocking.
    const admins = change.active === false || change.role ? await lockActiveAdmins(tx) : [];
    const user = (await lockUser(tx, found.id))!;
    if (change.expectedVersion !== undefined && change.expectedVersion !== user.version)
      throw await staleVersion(tx, 'user', user.id, user.version);
    const next = nextUser(user, change);
    if (next.role !== 'admin' || !next.active) requireAnotherAdmin(user, admins);
    return write(tx, actor, user, next, change.reason);
  });
  if (!changed.active || changed.role !== found.role) forgetTokensOf(found.id);
  return toUserJson(changed);
}

function requireOwnFields(actor: Actor, input: unknown): void {
  const given = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  if (given.includes('role') || given.includes('decisionLimit'))
    throw new DomainError('forbidden', 'Nobody sets a role or a decision limit of their own. Ask another admin.');
  const known = given.filter((name) => Object.hasOwn(updateUserInput.shape, name));
  if (!canDo(actor, 'user.manage') && known.some((name) => !OWN_FIELDS.has(name)))
    throw new DomainError('forbidden', 'You may change your own name and time zone; an admin changes the rest.');
}

function requireAnotherAdmin(user: User, activeAdmins: readonly string[]): void {
  if (activeAdmins.includes(user.id) && activeAdmins.length === 1)
    throw new DomainError('conflict', `${user.name} is the last active admin. Make somebody else an admin first.`);
}

function nextUser(user: User, change: UpdateUserInput): User {
  const next: User = {
    ...user,
    name: change.name ?? user.name,
    title: change.title ?? user.title,
    role: change.role ?? user.role,
    active: change.active ?? user.active,
    timeZone: change.timeZone ?? user.timeZone,
  };
  if (change.decisionLimit !== undefined) next.decisionLimit = toDecisionLimit(change.decisionLimit);
  if (isAtLeast(next.role, 'analyst')) return next;
  // Only analysts and admins decide; a limit does not sleep in a lesser role until the next promotion.
  if (change.decisionLimit !== undefined && ['unlimited', 'amount'].includes(next.decisionLimit.kind))
    throw wrongLimit(`Only analysts and admins decide: a limit has no effect for the role ${next.role}.`);
  return { ...next, decisionLimit: { kind: 'default' } };
}

function toDecisionLimit(limit: DecisionLimitInput): DecisionLimit {
  if (limit === null) return { kind: 'default' };
  if (typeof limit === 'string') return { kind: limit };
  const amount = parseMoney(limit.amount, limit.currency);
  if (!amount.ok) throw wrongLimit(amount.message);
  return { kind: 'amount', amountMinor: amount.amountMinor, currency: limit.currency };
}

function wrongLimit(message: string): DomainError {
  return new DomainError('invalid', `decisionLimit: ${message}`, { fields: [{ field: 'decisionLimit', message }] });
}

async function write(tx: Tx, actor: Actor, user: User, next: User, reason: string | undefined): Promise<User> {
  const [was, is] = [toUserJson(user), toUserJson(next)];
  const names = (['name', 'title', 'role', 'active', 'timeZone', 'decisionLimit'] as const).filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]),
  );
  if (names.length === 0) return user;
  const version = await setUser(tx, next, { endSessions: user.active && !next.active });
  await recordEvent(tx, actor, {
    entityType: 'user',
    entityId: user.id,
    eventType: 'user_updated',
    before: Object.fromEntries(names.map((name) => [name, was[name]])),
    after: Object.fromEntries(names.map((name) => [name, is[name]])),
    reason: reason?.trim() || null,
  });
  return { ...next, version };
}
