import { withdrawApproval } from '~server/approvals/withdraw-approval.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readOptionalJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'approval.withdraw');
    const withdrawn = await withdrawApproval(db, actor, params.id!, await readOptionalJson(request));
    return json(await readableEvidenceJson(db, actor, withdrawn));
  },
});

export const loader = route.loader;
export const action = route.action;
