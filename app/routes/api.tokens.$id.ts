import { revokeToken } from '~server/tokens/revoke-token.ts';
import { api } from '../http/api.server.ts';
import { json } from '../http/answers.server.ts';

const route = api({
  DELETE: async ({ db, actor, params }) => json(await revokeToken(db, actor, params.id ?? '')),
});

export const loader = route.loader;
export const action = route.action;
