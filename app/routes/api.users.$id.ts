import { readUser } from '~server/users/read-users.ts';
import { updateUser } from '~server/users/update-user.ts';
import { api, json, readJson } from '../http/api.server.ts';

const route = api({
  GET: async ({ db, actor, params }) => json(await readUser(db, actor, params.id ?? '')),
  PATCH: async ({ db, actor, params, request }) =>
    json(await updateUser(db, actor, params.id ?? '', await readJson(request))),
});

export const loader = route.loader;
export const action = route.action;
