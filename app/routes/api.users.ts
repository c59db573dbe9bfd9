import { createUser } from '~server/users/create-user.ts';
import { requireCan } from '~server/users/require-can.ts';
import { readUsers } from '~server/users/read-users.ts';
import { api } from '../http/api.server.ts';
import { json, queryOf, readJson } from '../http/answers.server.ts';

const route = api({
  GET: async ({ db, actor, url }) => json(await readUsers(db, actor, queryOf(url))),
  async POST({ db, actor, request }) {
    requireCan(actor, 'user.manage');
    return json(await createUser(db, actor, await readJson(request)), 201);
  },
});

export const loader = route.loader;
export const action = route.action;
