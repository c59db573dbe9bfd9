import { readUser } from '~server/users/read-users.ts';
import { api } from '../http/api.server.ts';
import { json } from '../http/answers.server.ts';

const route = api({
  GET: async ({ db, actor }) =>
    json({ ...(await readUser(db, actor, 'me')), scopes: actor.scopes, tokenId: actor.tokenId }),
});

export const loader = route.loader;
export const action = route.action;
