import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { canDo } from '../users/role.policy.ts';
import { forgetTokensOf } from './token-cache.ts';
import { toTokenJson } from './token-json.ts';
import { getToken, lockToken, setTokenRevoked } from './token.queries.ts';
import type { TokenJson } from './token.schema.ts';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Ends a token for good: here at once, in other processes within 5 s. One's own, or anybody's for an admin. Revoking
 * it again changes nothing. Throws `forbidden`, and `not_found` for what is not there or not one's own.
 */
export async function revokeToken(db: Db, actor: Actor, tokenId: string): Promise<TokenJson> {
  const any = canDo(actor, 'token.manage_any');
  if (!any) requireCan(actor, 'token.manage');
  const revoked = await db.transaction().execute(async (tx) => {
    const token = UUID.test(tokenId) ? await lockToken(tx, tokenId) : null;
    const mine = actor.kind === 'user' && token?.owner.id === actor.userId;
    if (!token || !(any || mine)) throw new DomainError('not_found', 'You have no token with this id.');
    if (token.revokedAt) return token;
    await setTokenRevoked(tx, tokenId);
    await recordEvent(tx, actor, {
      entityType: 'token',
      entityId: tokenId,
      eventType: 'token_revoked',
      before: { name: token.name, prefix: token.prefix, owner: token.owner.email },
    });
    return (await getToken(tx, tokenId))!;
  });
  forgetTokensOf(revoked.owner.id);
  return toTokenJson(revoked);
}
