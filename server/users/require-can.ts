import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { type Action, can, canDo, SCOPE_OF } from './role.policy.ts';

/**
 * Throws `forbidden` unless the actor may do this: the role's right, cut by the token's scopes at the time of use.
 * Every operation calls it before it looks at its input.
 */
export function requireCan(actor: Actor, action: Action): void {
  if (canDo(actor, action)) return;
  if (
    actor.kind === 'user' &&
    can(actor.role, action) &&
    actor.scopes !== null &&
    !actor.scopes.includes(SCOPE_OF[action])
  )
    throw new DomainError('forbidden', `This token lacks the scope "${SCOPE_OF[action]}" that ${action} needs.`, {
      action,
      scope: SCOPE_OF[action],
    });
  const who =
    actor.kind === 'user'
      ? `${/^[ao]/.test(actor.role) ? 'An' : 'A'} ${actor.role}${actor.ai ? '’s assistant' : ''}`
      : actor.name;
  throw new DomainError('forbidden', `${who} may not do this (${action}). Ask an admin for the role that may.`, {
    action,
  });
}
