import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { countQueues, listApprovalSubjects } from '~server/approvals/approval-page.queries.ts';
import { APPROVAL_LEVELS } from '~server/approvals/approval.policy.ts';
import { listApprovalsJson } from '~server/approvals/approval.queries.ts';
import { approvalListInput } from '~server/approvals/approval.schema.ts';
import { businessNow } from '~server/clock.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { requireCan } from '~server/users/require-can.ts';
import { APPROVAL_TABS, type ApprovalTab, tabInput } from '../components/approval/approval-tabs.ts';
import { ApprovalTable } from '../components/approval/approval-table.tsx';
import type { ApprovalView } from '../components/approval/approval-view.ts';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { LinkButton } from '../components/ui/button.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { Field } from '../components/ui/field.tsx';
import { FilterBar } from '../components/ui/filter-bar.tsx';
import { SearchInput } from '../components/ui/input.tsx';
import { Pagination } from '../components/ui/pagination.tsx';
import { Select } from '../components/ui/select.tsx';
import { Tabs } from '../components/ui/tabs.tsx';
import { filterQuery } from '../http/filter-query.ts';
import { pageLoader } from '../http/page.server.ts';

export const meta: MetaFunction = () => [{ title: 'Approvals · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'approval.read');
    const { tab: asked, ...query } = filterQuery(url);
    const tab: ApprovalTab = APPROVAL_TABS.find((one) => one === asked) ?? 'mine';
    const input = approvalListInput.parse({ ...query, ...tabInput(tab) });
    const [json, counts] = await Promise.all([
      listApprovalsJson(db, actor.userId, input),
      countQueues(db, actor.userId),
    ]);
    const { items, nextCursor } = JSON.parse(await readableEvidenceJson(db, actor, json)) as {
      items: ApprovalView[];
      nextCursor: string | null;
    };
    const subjects = await listApprovalSubjects(
      db,
      items.map(({ id }) => id),
    );
    const filtered = Boolean(input.q ?? input.level ?? input.package);
    return {
      items,
      nextCursor,
      subjects,
      tab,
      counts,
      filtered,
      q: input.q,
      level: input.level?.[0],
      now: businessNow().toISOString(),
    };
  });
}

export default function Approvals() {
  const { items, nextCursor, subjects, tab, counts, filtered, q, level, now } = useLoaderData<typeof loader>();
  const levels = APPROVAL_LEVELS.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }));
  return (
    <Page>
      <PageHeader title="Approvals" />
      <Tabs
        label="Approvals"
        items={[
          { label: 'Mine to decide', to: '/approvals', count: counts.mine, current: tab === 'mine' },
          { label: 'All pending', to: '/approvals?tab=pending', count: counts.pending, current: tab === 'pending' },
          {
            label: 'Requested by me',
            to: '/approvals?tab=requested',
            count: counts.asked,
            current: tab === 'requested',
          },
          { label: 'Decided', to: '/approvals?tab=decided', current: tab === 'decided' },
        ]}
      />
      <FilterBar keep={['tab', 'sort', 'package']}>
        <Field label="Search approvals" name="q" hideLabel className="min-w-0 sm:w-60">
          <SearchInput defaultValue={q} placeholder="Code, package, title or reason" maxLength={200} />
        </Field>
        <Field label="Level" name="level" hideLabel className="min-w-0 sm:w-36">
          <Select placeholder="Any level" options={levels} defaultValue={level} />
        </Field>
      </FilterBar>
      <Card>
        {items.length > 0 ? (
          <>
            <ApprovalTable approvals={items} subjects={subjects} decided={tab === 'decided'} now={now} />
            <Pagination nextCursor={nextCursor} shown={items.length} />
          </>
        ) : (
          <NothingHere tab={tab} pending={counts.pending} filtered={filtered} />
        )}
      </Card>
    </Page>
  );
}

function NothingHere({ tab, pending, filtered }: { tab: ApprovalTab; pending: number; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        title="No approval matches"
        icon="approvals"
        action={<LinkButton to={`/approvals?tab=${tab}`}>Clear filters</LinkButton>}
      />
    );
  }
  if (tab === 'mine') {
    return (
      <EmptyState
        title="Nothing waits for you"
        icon="approvals"
        action={pending > 0 ? <LinkButton to="/approvals?tab=pending">All pending</LinkButton> : undefined}
      >
        {pending > 0
          ? `${pending} ${pending === 1 ? 'approval waits' : 'approvals wait'} for others. Where you are entitled you may take over.`
          : 'A change that somebody proposes on a package shows up here when it is yours to decide.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={
        tab === 'pending'
          ? 'Nothing is pending'
          : tab === 'decided'
            ? 'Nothing was decided yet'
            : 'You requested nothing yet'
      }
      icon="approvals"
      action={<LinkButton to="/packages">Packages</LinkButton>}
    >
      Open a package and propose a change: somebody else decides it here.
    </EmptyState>
  );
}
