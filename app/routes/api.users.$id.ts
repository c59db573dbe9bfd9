import { readUser } from '~server/users/read-users.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import { updateUser } from '~server/users/update-user.ts';
import { api } from '../http/api.server.ts';
import { json, readJson } from '../http/answers.server.ts';

const route = api({
  GET: async ({ db, actor, params }) => json(await readUser(db, actor, params.id ?? '')),
  async PATCH({ db, actor, params, request }) {
    // The floor, before the body is read; updateUser says whose account it takes which right for.
    requireCan(actor, canDo(actor, 'user.manage') ? 'user.manage' : 'account.edit');
    return json(await updateUser(db, actor, params.id ?? '', await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
