import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { AuditReportCard } from '~/components/admin/audit-report-card.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { buttonStyle } from '~/components/ui/button-style.ts';
import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Icon } from '~/components/ui/icon.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Actions, Stack } from '~/components/ui/layout.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import { pageAction, pageLoader } from '~/http/page.server.ts';
import { listNewestCheckpoints } from '~server/audit/checkpoint-page.queries.ts';
import { verifyAudit } from '~server/audit/verify-audit.ts';
import { requireCan } from '~server/users/require-can.ts';

export const meta: MetaFunction = () => [{ title: 'Audit · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor }) => {
    requireCan(actor, 'audit.export');
    return { checkpoints: await listNewestCheckpoints(db, 60) };
  });
}

/** How long a request may walk: proxies wait 60 s, and a longer trail is the command line's. */
const LIMIT_MS = 20_000;

/** Walks the whole trail and answers what it found; nothing is changed. */
export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }) => {
    requireCan(actor, 'audit.export');
    return { ok: true as const, report: await verifyAudit(db, { limitMs: LIMIT_MS }), at: new Date().toISOString() };
  });
}

/** Proof that nobody rewrote the trail: verify it here, or export it and verify it elsewhere. */
export default function Audit() {
  const { checkpoints } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failure = failureIn(answer);
  const verified = answer && 'report' in answer ? answer : null;
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={failure} />
      <Stack>
        <Card title="Audit trail" padded>
          <p className="max-w-[72ch]">
            Every change is an event whose hash covers the one before it. Verifying recomputes all of them, compares
            each entity’s last event with its own row, and checks the daily checkpoints.
          </p>
          <Form method="post" preventScrollReset>
            <Actions>
              <SubmitButton icon="check">Verify now</SubmitButton>
              <a href="/api/audit/export" download className={buttonStyle()}>
                <Icon name="download" /> Export
              </a>
              <span className="text-sm text-muted">
                Check an export without the database: <code className="font-mono">pmis audit verify FILE</code>
              </span>
            </Actions>
          </Form>
        </Card>
        {verified ? <AuditReportCard report={verified.report} at={verified.at} /> : null}
        <Card title="Checkpoints" count={checkpoints.length || null}>
          {checkpoints.length > 0 ? (
            <Table
              label="Checkpoints"
              head={
                <>
                  <Th>Day (UTC)</Th>
                  <Th>Taken</Th>
                  <Th numeric>Changed entities</Th>
                  <Th>Hash</Th>
                </>
              }
            >
              {checkpoints.map((checkpoint) => (
                <Tr key={checkpoint.id}>
                  <Td primary>
                    <DateText value={checkpoint.day} />
                  </Td>
                  <Td label="Taken" muted>
                    <InstantText value={checkpoint.takenAt} format="short" />
                  </Td>
                  <Td label="Changed entities" numeric>
                    {checkpoint.heads}
                  </Td>
                  <Td className="font-mono text-xs wrap-anywhere" muted>
                    {checkpoint.hash}
                  </Td>
                </Tr>
              ))}
            </Table>
          ) : (
            <EmptyState title="No checkpoint yet">
              The worker takes one each day, of everything that changed.
            </EmptyState>
          )}
        </Card>
      </Stack>
    </Page>
  );
}
