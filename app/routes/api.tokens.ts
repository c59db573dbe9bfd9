import { createToken } from '~server/tokens/create-token.ts';
import { listTokens } from '~server/tokens/list-tokens.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '../http/api.server.ts';
import { json, queryOf, readJson } from '../http/answers.server.ts';

const route = api({
  GET: async ({ db, actor, url }) => json(await listTokens(db, actor, queryOf(url))),
  async POST({ db, actor, request }) {
    requireCan(actor, 'token.manage');
    return json(await createToken(db, actor, await readJson(request)), 201);
  },
});

export const loader = route.loader;
export const action = route.action;
