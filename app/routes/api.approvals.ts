import { listApprovalsJson } from '~server/approvals/approval.queries.ts';
import { approvalListInput } from '~server/approvals/approval.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api, json, queryOf } from '~/http/api.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'approval.read');
    return json(await listApprovalsJson(db, actor.userId, approvalListInput.parse(queryOf(url))));
  },
});

export const loader = route.loader;
export const action = route.action;
