import type { ApprovalView } from '~/components/approval/approval-view.ts';
import { namesOfEvents } from './names-of-events.server.ts';
import type { PackageView } from '~/components/package/package-view.ts';
import { type ProposeValues, valuesOfPatch } from '~/components/package/propose-values.ts';
import type { PageContext } from '~/http/page.server.ts';
import { listDecisionRights } from '~server/approvals/decision-rights.ts';
import { getApprovalJson, listApprovalsJson } from '~server/approvals/approval.queries.ts';
import { approvalListInput } from '~server/approvals/approval.schema.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { readProposalLevels } from '~server/approvals/read-proposal-levels.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import { getTimeline } from '~server/audit/get-timeline.ts';
import { businessNow, today } from '~server/clock.ts';
import { listEmailsOfPackage } from '~server/emails/email.queries.ts';
import type { EmailItemJson, RestrictedEmailJson } from '~server/emails/email.schema.ts';
import { DomainError } from '~server/errors.ts';
import { listPackagePeople } from '~server/packages/package-page.queries.ts';
import { getPackageJson, getPackageState } from '~server/packages/package.queries.ts';
import { listProjectsToChoose } from '~server/projects/project-choice.queries.ts';
import { projectPolicy } from '~server/projects/project.queries.ts';
import { listPackageSuggestions } from '~server/suggestions/suggestion-page.queries.ts';
import { listTasksJson } from '~server/tasks/task.queries.ts';
import { OPEN_TASK_STATUSES } from '~server/tasks/task.policy.ts';
import { type TaskJson, taskListInput } from '~server/tasks/task.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';
import { listVendorsToChoose } from '~server/vendors/vendor.queries.ts';

/** Rows of each section; there is a page with all of them. */
const SHOWN = 8;
const EVENTS = 10;

type Page = Pick<PageContext, 'db' | 'actor' | 'url' | 'params'>;

/** The package of the address, or `not_found`. */
export async function loadPackage({ db, actor, params }: Page): Promise<PackageView> {
  requireCan(actor, 'package.read');
  const json = await getPackageJson(db, params.code ?? '');
  if (!json) throw new DomainError('not_found', `There is no package ${params.code}.`);
  return JSON.parse(json) as PackageView;
}

const ENDED = 'applied,rejected,withdrawn,expired,superseded,apply_failed';

/** The sections of the package page. */
export async function loadSections({ db, actor }: Page, pkg: PackageView) {
  const readable = async (json: Promise<string>) => readableEvidenceJson(db, actor, await json);
  const approvals = (status: string, limit: number) =>
    readable(listApprovalsJson(db, actor.userId, approvalListInput.parse({ package: pkg.code, status, limit })));
  const tasks = taskListInput.parse({ package: pkg.code, status: OPEN_TASK_STATUSES.join(','), limit: SHOWN });
  const [pendingJson, endedJson, tasksJson, emails, suggested, people, policy, trail] = await Promise.all([
    approvals('pending', 50),
    approvals(ENDED, SHOWN),
    readable(listTasksJson(db, actor.userId, tasks)),
    listEmailsOfPackage(db, actor, pkg.id, SHOWN + 1) as Promise<(EmailItemJson | RestrictedEmailJson)[]>,
    listPackageSuggestions(db, actor, pkg.id, SHOWN + 1),
    listPackagePeople(db, pkg.id),
    projectPolicy(db, pkg.projectId),
    getTimeline(db, actor, 'package', pkg.id, { limit: EVENTS }),
  ]);
  const pending = (JSON.parse(pendingJson) as { items: ApprovalView[] }).items;
  const ended = JSON.parse(endedJson) as { items: ApprovalView[]; nextCursor: string | null };
  const open = JSON.parse(tasksJson) as { items: TaskJson[]; nextCursor: string | null };
  const { items: events } = JSON.parse(trail) as { items: EventJson[] };
  const ids = pending.map(({ id }) => id);
  const [rights, names] = await Promise.all([listDecisionRights(db, actor, ids), namesOfEvents(db, events)]);
  return {
    pending,
    rights,
    history: { events, ...names },
    ended: { items: ended.items, more: ended.nextCursor !== null },
    tasks: { items: open.items, more: open.nextCursor !== null },
    emails: { items: emails.slice(0, SHOWN), more: emails.length > SHOWN },
    suggested: { items: suggested.slice(0, SHOWN), more: suggested.length > SHOWN },
    people,
    today: today(policy.timeZone),
    now: businessNow().toISOString(),
    canPropose: canDo(actor, 'package.propose'),
    canAddTask: canDo(actor, 'task.write'),
  };
}

/** What the open form (`?do=`) needs; null without one. */
export async function loadForm(page: Page, pkg: PackageView) {
  const { db, actor, url } = page;
  const form = url.searchParams.get('do');
  if (form === 'add-task' && canDo(actor, 'task.write')) {
    const people = await listPeopleToChoose(db);
    return { kind: 'add-task' as const, people: people.map(({ email, name }) => ({ value: email, label: name })) };
  }
  if (form !== 'propose' || !canDo(actor, 'package.propose')) return null;
  const state = await getPackageState(db, pkg.id);
  if (!state) throw new DomainError('not_found', `There is no package ${pkg.code}.`);
  const [levels, people, vendors, projects, start] = await Promise.all([
    readProposalLevels(db, actor, state),
    listPeopleToChoose(db),
    listVendorsToChoose(db),
    listProjectsToChoose(db),
    startValues(page, pkg),
  ]);
  const choices = {
    buyers: people.map(({ email, name }) => ({ value: email, label: name })),
    vendors: vendors.map(({ name }) => name),
    projects: projects.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
  };
  return { kind: 'propose' as const, levels, choices, start };
}

/** What the form opens with: the status of the address, and an earlier proposal on this package (`again=AR-31`). */
async function startValues({ db, actor, url }: Page, pkg: PackageView): Promise<ProposeValues> {
  const status = url.searchParams.get('status');
  const again = url.searchParams.get('again');
  const json = again && canDo(actor, 'approval.read') ? await getApprovalJson(db, again) : null;
  const earlier = json ? (JSON.parse(json) as ApprovalView) : null;
  return {
    ...(earlier?.packageId === pkg.id ? { ...valuesOfPatch(earlier.patch), reason: earlier.reason } : {}),
    ...(status ? { status } : {}),
  };
}
