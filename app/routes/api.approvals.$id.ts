import { getApprovalJson } from '~server/approvals/approval.queries.ts';
import { editApproval } from '~server/approvals/edit-approval.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { DomainError } from '~server/errors.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params }) {
    requireCan(actor, 'approval.read');
    const found = await getApprovalJson(db, params.id!);
    if (!found) throw new DomainError('not_found', `There is no approval ${params.id}.`);
    return json(await readableEvidenceJson(db, actor, found));
  },
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'approval.edit');
    const edited = await editApproval(db, actor, params.id!, await readJson(request));
    return json(await readableEvidenceJson(db, actor, edited));
  },
});

export const loader = route.loader;
export const action = route.action;
