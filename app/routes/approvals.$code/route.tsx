import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { approveApproval, rejectApproval } from '~server/approvals/decide-approval.ts';
import { editApproval } from '~server/approvals/edit-approval.ts';
import { withdrawApproval } from '~server/approvals/withdraw-approval.ts';
import { DomainError } from '~server/errors.ts';
import { ApprovalStatusDot, LevelPill } from '../../components/approval/approval-status.tsx';
import { TurnPill } from '../../components/approval/approval-turn.tsx';
import { ChangeCard } from '../../components/approval/change-card.tsx';
import { DecideCard } from '../../components/approval/decide-card.tsx';
import { DecisionsCard } from '../../components/approval/decisions-card.tsx';
import { EditForm } from '../../components/approval/edit-form.tsx';
import { OutcomeBanner } from '../../components/approval/outcome-banner.tsx';
import { patchPhrase } from '../../components/approval/patch-rows.ts';
import { RequestCard } from '../../components/approval/request-card.tsx';
import { CommentsCard } from '../../components/comment/comments-card.tsx';
import { splitFailure } from '../../components/comment/split-failure.ts';
import { Page } from '../../components/shell/page.tsx';
import { PageHeader } from '../../components/shell/page-header.tsx';
import { FailureBanner } from '../../components/ui/failure-banner.tsx';
import { LinkButton } from '../../components/ui/button.tsx';
import { failureIn } from '../../components/ui/form-state.ts';
import { Columns } from '../../components/ui/layout.tsx';
import { commentAction } from '../../http/comments.server.ts';
import {
  type FormValues,
  pageAction,
  type PageContext,
  pageLoader,
  redirectWithToast,
} from '../../http/page.server.ts';
import { reloadAfterPost } from '../../http/reload-after-post.ts';
import { decidedToast } from './decided-toast.server.ts';
import { editBody } from './edit-body.server.ts';
import { getApproval, loadApproval } from './load-approval.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.approval.code ?? 'Approval'} · PMIS` },
];

export const shouldRevalidate = reloadAfterPost;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, loadApproval);
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async (page, values) => {
    const ref = page.params.code ?? '';
    const path = `/approvals/${ref}`;
    const commented = await commentAction(page, { type: 'approval', code: ref, path }, values);
    if (commented) return commented;
    if (values.intent === 'approve' || values.intent === 'reject') return decide(page, values, path);
    if (values.intent === 'withdraw') {
      await withdrawApproval(page.db, page.actor, ref, reasonAndVersion(values));
      return redirectWithToast(path, { tone: 'ok', text: `${ref} is withdrawn.` });
    }
    if (values.intent !== 'edit')
      throw new DomainError('bad_request', 'This form asks for nothing that can be done here.');
    const { patch } = await getApproval(page);
    await editApproval(page.db, page.actor, ref, editBody(values, Object.keys(patch)));
    return redirectWithToast(path, { tone: 'ok', text: `${ref} is changed; it is decided anew.` });
  });
}

const reasonAndVersion = (values: FormValues) => ({
  reason: String(values.reason ?? '').trim(),
  expectedVersion: Number(values.version),
});

async function decide({ db, actor, params }: PageContext, values: FormValues, path: string) {
  const operation = values.intent === 'approve' ? approveApproval : rejectApproval;
  const decided = await operation(db, actor, params.code ?? '', reasonAndVersion(values));
  // Superseded and failed outcomes are committed; the page shows them as what the answer to this decision is.
  if (decided.problem) throw new DomainError('conflict', decided.problem);
  return redirectWithToast(path, decidedToast(decided));
}

export default function Approval() {
  const { approval, pkg, rights, subject, edit, comments, withdrawing, canPropose, now } =
    useLoaderData<typeof loader>();
  const { failure, commentFailure } = splitFailure(failureIn(useActionData<typeof action>()));
  const context = subject ?? {};
  const pending = approval.status === 'pending';
  const told = pending || failure?.message === approval.outcome ? null : failure;
  return (
    <Page>
      <PageHeader
        code={approval.code}
        title={patchPhrase(approval.patch, context)}
        breadcrumbs={[
          { label: 'Approvals', to: '/approvals' },
          approval.packageCode
            ? {
                label: `${approval.packageCode} ${approval.packageTitle ?? ''}`,
                to: `/packages/${approval.packageCode}`,
              }
            : { label: subject?.subject ?? 'Vendor' },
        ]}
        status={
          <>
            <ApprovalStatusDot status={approval.status} />
            <LevelPill level={approval.level} />
            <TurnPill approval={approval} now={now} />
          </>
        }
        actions={
          rights.canEdit && !edit ? (
            <LinkButton to="?do=edit" icon="edit">
              Edit
            </LinkButton>
          ) : null
        }
      />
      <FailureBanner failure={told} />
      <div role={failure && !pending ? 'alert' : undefined} className="not-empty:mb-4">
        <OutcomeBanner approval={approval} canPropose={canPropose} />
      </div>
      <Columns
        side={
          <>
            <DecisionsCard approval={approval} />
            <RequestCard approval={approval} subject={subject?.subject ?? null} />
          </>
        }
      >
        {edit && pkg ? <EditForm approval={approval} pkg={pkg} failure={failure} {...edit} /> : null}
        <ChangeCard approval={approval} context={context} pkg={pkg} />
        {pending && !edit ? (
          <DecideCard approval={approval} rights={rights} failure={failure} withdrawing={withdrawing} />
        ) : null}
        <CommentsCard comments={comments} failure={commentFailure} />
      </Columns>
    </Page>
  );
}
