import { withdrawApproval } from '~server/approvals/withdraw-approval.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api, json, readOptionalJson } from '~/http/api.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'approval.withdraw');
    return json(await withdrawApproval(db, actor, params.id!, await readOptionalJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
