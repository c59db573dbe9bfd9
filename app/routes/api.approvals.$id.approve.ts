import { approveApproval } from '~server/approvals/decide-approval.ts';
import { decisionAnswer } from '~/http/decision-answer.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readOptionalJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'approval.decide');
    const decided = await approveApproval(db, actor, params.id!, await readOptionalJson(request));
    return json(...(await decisionAnswer(db, actor, decided)));
  },
});

export const loader = route.loader;
export const action = route.action;
