import { changeFilingRule } from '~server/filing-rules/change-filing-rule.ts';
import { deleteFilingRule } from '~server/filing-rules/delete-filing-rule.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'policy.manage');
    return json(await changeFilingRule(db, actor, params['id'], await readJson(request)));
  },
  DELETE: async ({ db, actor, params }) => json(await deleteFilingRule(db, actor, params['id'])),
});

export const loader = route.loader;
export const action = route.action;
