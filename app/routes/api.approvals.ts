import { listApprovalsJson } from '~server/approvals/approval.queries.ts';
import { approvalListInput } from '~server/approvals/approval.schema.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'approval.read');
    const page = await listApprovalsJson(db, actor.userId, approvalListInput.parse(queryOf(url)));
    return json(await readableEvidenceJson(db, actor, page));
  },
});

export const loader = route.loader;
export const action = route.action;
