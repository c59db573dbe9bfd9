import { listApprovalsJson } from '~server/approvals/approval.queries.ts';
import { approvalListInput } from '~server/approvals/approval.schema.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { readDb } from '~server/replica/read-db.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'approval.read');
    const page = await listApprovalsJson(await readDb(db, actor), actor.userId, approvalListInput.parse(queryOf(url)));
    return json(await readableEvidenceJson(db, actor, page));
  },
});

export const loader = route.loader;
export const action = route.action;
