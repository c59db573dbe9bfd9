import type { ApprovalView } from '~/components/approval/approval-view.ts';
import type { PackageView } from '~/components/package/package-view.ts';
import { loadComments } from '~/http/comments.server.ts';
import type { PageContext } from '~/http/page.server.ts';
import { listApprovalSubjects } from '~server/approvals/approval-page.queries.ts';
import { getApprovalJson } from '~server/approvals/approval.queries.ts';
import { listDecisionRights, NO_RIGHTS } from '~server/approvals/decision-rights.ts';
import { withReadableEvidence } from '~server/emails/readable-evidence.ts';
import { businessNow, today } from '~server/clock.ts';
import { DomainError } from '~server/errors.ts';
import { getPackageJson } from '~server/packages/package.queries.ts';
import { listProjectsToChoose } from '~server/projects/project-choice.queries.ts';
import { projectPolicy } from '~server/projects/project.queries.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';
import { listVendorsToChoose } from '~server/vendors/vendor.queries.ts';

type Page = Pick<PageContext, 'db' | 'actor' | 'url' | 'params'>;

/** The approval of the address, or `not_found`. */
export async function getApproval({ db, params }: Pick<Page, 'db' | 'params'>): Promise<ApprovalView> {
  const json = await getApprovalJson(db, params.code ?? '');
  if (!json) throw new DomainError('not_found', `There is no approval ${params.code}.`);
  return JSON.parse(json) as ApprovalView;
}

/** What the approval page shows: the approval, its package as it is today, and what the reader may do with it. */
export async function loadApproval(page: Page) {
  const { db, actor, url } = page;
  requireCan(actor, 'approval.read');
  const found = await getApproval(page);
  const [[approval = found], pkgJson, rights, subjects, comments] = await Promise.all([
    withReadableEvidence(db, actor, [found]),
    found.packageId ? getPackageJson(db, found.packageId) : null,
    listDecisionRights(db, actor, [found.id]),
    listApprovalSubjects(db, [found.id]),
    loadComments(page, { type: 'approval', id: found.id, code: found.code }),
  ]);
  const pkg = pkgJson ? (JSON.parse(pkgJson) as PackageView) : null;
  const mine = rights[approval.id] ?? NO_RIGHTS;
  const editing = url.searchParams.get('do') === 'edit' && mine.canEdit && pkg !== null;
  return {
    approval,
    comments,
    pkg,
    rights: { ...mine, canEdit: mine.canEdit && pkg !== null },
    subject: subjects[approval.id] ?? null,
    edit: editing ? await editChoices(db, pkg) : null,
    withdrawing: url.searchParams.get('do') === 'withdraw',
    canPropose: canDo(actor, 'package.propose'),
    now: businessNow().toISOString(),
  };
}

async function editChoices(db: Page['db'], pkg: PackageView) {
  const [people, vendors, projects, policy] = await Promise.all([
    listPeopleToChoose(db),
    listVendorsToChoose(db),
    listProjectsToChoose(db),
    projectPolicy(db, pkg.projectId),
  ]);
  return {
    today: today(policy.timeZone),
    choices: {
      buyers: people.map(({ email, name }) => ({ value: email, label: name })),
      vendors: vendors.map(({ name }) => name),
      projects: projects.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
    },
  };
}
