import type { Role, Scope } from './users/role.policy.ts';

/** Through what a change was made; stands in every event. */
export type Via = 'ui' | 'api' | 'chat' | 'email' | 'worker' | 'cli' | 'redis';

/** A person, signed in or by a token of theirs. `scopes: null` is a session: all rights of the role. */
export type UserActor = {
  kind: 'user';
  userId: string;
  email: string;
  name: string;
  role: Role;
  scopes: Scope[] | null;
  tokenId: string | null;
  via: Exclude<Via, 'worker' | 'redis'>;
  /** The assistant acting for the person: may propose, never decide. */
  ai: boolean;
  timeZone: string;
};

/** The product itself: the worker's schedules and jobs, the command line. */
export type SystemActor = { kind: 'system'; name: string; via: 'worker' | 'cli' | 'redis' | 'api' };

export type Actor = UserActor | SystemActor;

/** The form in which an actor stands in an event: `{kind, id?, email?, name, tokenId?, ai?}`. */
export function actorRecord(actor: Actor): Record<string, unknown> {
  if (actor.kind === 'system') return { kind: 'system', name: actor.name };
  return {
    kind: 'user',
    id: actor.userId,
    email: actor.email,
    name: actor.name,
    ...(actor.tokenId ? { tokenId: actor.tokenId } : {}),
    ...(actor.ai ? { ai: true } : {}),
  };
}
