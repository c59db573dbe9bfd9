import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { DoctorCard } from '~/components/admin/doctor-card.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Actions, Stack } from '~/components/ui/layout.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { pageAction, pageLoader } from '~/http/page.server.ts';
import { cachedDoctor } from '~server/doctor/cached-doctor.ts';
import type { DoctorReport, DoctorStatus } from '~server/doctor/doctor.schema.ts';
import { requireCan } from '~server/users/require-can.ts';

export const meta: MetaFunction = () => [{ title: 'Doctor · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ actor }) => {
    requireCan(actor, 'job.read');
    return { report: await cachedDoctor(false) };
  });
}

/** Checks everything now, with a sign-in at the mail server and a question to the model. */
export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ actor }) => {
    requireCan(actor, 'job.manage');
    return { ok: true as const, report: await cachedDoctor(true) };
  });
}

const countOf = ({ lines }: DoctorReport, status: DoctorStatus) =>
  lines.filter((line) => line.status === status).length;

/** What stands in the way of production, in a sentence. */
function summary(report: DoctorReport): { tone: 'ok' | 'warn' | 'bad'; title: string } {
  const [failures, warnings] = [countOf(report, 'fail'), countOf(report, 'warn')];
  const look = warnings === 1 ? 'One line to look at' : `${warnings} lines to look at`;
  if (failures > 0)
    return {
      tone: 'bad',
      title: `${failures === 1 ? 'One check fails' : `${failures} checks fail`}${warnings > 0 ? `. ${look}` : ''}.`,
    };
  return warnings > 0
    ? { tone: 'warn', title: `${look}; nothing fails.` }
    : { tone: 'ok', title: 'Everything is well.' };
}

/** The production checklist as a page; the same as `pmis doctor`. */
export default function Doctor() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failure = failureIn(answer);
  const report = answer && 'report' in answer ? answer.report : loaded.report;
  const groups = [...new Set(report.lines.map(({ group }) => group))];
  const { tone, title } = summary(report);
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={failure} />
      <Stack>
        <Banner tone={tone} title={title}>
          <Form method="post" preventScrollReset>
            <Actions>
              <SubmitButton icon="refresh" size="sm">
                Check everything now
              </SubmitButton>
              <span className="text-sm text-muted">
                Looked at <InstantText value={report.at} format="short" /> in {(report.milliseconds / 1000).toFixed(1)}{' '}
                s{report.thorough ? '' : ', without asking the model and signing in at the mail server'}. The same in a
                terminal: <code className="font-mono">pmis doctor</code>
              </span>
            </Actions>
          </Form>
        </Banner>
        {groups.map((group) => (
          <DoctorCard key={group} group={group} lines={report.lines.filter((line) => line.group === group)} />
        ))}
      </Stack>
    </Page>
  );
}
