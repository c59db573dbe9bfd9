import { revokeToken } from '~server/tokens/revoke-token.ts';
import { api, json } from '../http/api.server.ts';

const route = api({
  DELETE: async ({ db, actor, params }) => json(await revokeToken(db, actor, params.id ?? '')),
});

export const loader = route.loader;
export const action = route.action;
