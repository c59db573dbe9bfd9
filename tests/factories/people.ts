import { randomUUID } from 'node:crypto';
import type { SystemActor, UserActor } from '../../server/actor.ts';
import type { Db } from '../../server/db.ts';
import { createToken } from '../../server/tokens/create-token.ts';
import { createUser } from '../../server/users/create-user.ts';
import type { Role, Scope } from '../../server/users/role.policy.ts';

export const OPERATOR: SystemActor = { kind: 'system', name: 'test', via: 'cli' };
export const PASSWORD = 'three quiet harbours';

/** A person with PASSWORD, as a signed-in actor. */
export async function createSignInPerson(db: Db, role: Role, name = 'Petra'): Promise<UserActor> {
  const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@northgate.example`;
  const { id } = await createUser(db, OPERATOR, { email, name, role, password: PASSWORD });
  return {
    kind: 'user',
    userId: id,
    email,
    name,
    role,
    scopes: null,
    tokenId: null,
    via: 'api',
    ai: false,
    timeZone: 'UTC',
  };
}

/** A token of the person, as the command line makes it. */
export async function createBearer(db: Db, person: UserActor, scopes: Scope[] = ['read', 'write']): Promise<string> {
  return (await createToken(db, OPERATOR, { name: 'test', scopes }, person.email)).token;
}
