import { Form } from '@remix-run/react';
import { LinkButton } from '~/components/ui/button.tsx';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import type { Tone } from '~/components/ui/tone.ts';
import type { JobJson, JobStatus } from '~server/queue/job.schema.ts';

const STATUSES: Record<JobStatus, [Tone, string]> = {
  queued: ['warn', 'Queued'],
  running: ['ai', 'Running'],
  done: ['ok', 'Done'],
  dead: ['bad', 'Dead'],
  dropped: ['neutral', 'Dropped'],
};

/** A kind of job as people read it: `process_email` → "Process email". */
export function jobName(kind: string): string {
  const words = kind.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Jobs, newest first; a dead letter with its error, and the ways on. */
export function JobTable({ jobs, tab }: { jobs: JobJson[]; tab: string }) {
  return (
    <Table
      label="Jobs"
      head={
        <>
          <Th>Job</Th>
          <Th>Status</Th>
          <Th numeric>Attempts</Th>
          <Th numeric>Since</Th>
          {tab === 'dead' ? (
            <Th>
              <span className="sr-only">What to do</span>
            </Th>
          ) : null}
        </>
      }
    >
      {jobs.map((job) => {
        const [tone, word] = STATUSES[job.status];
        return (
          <Tr key={job.id}>
            <Td primary className="py-2">
              <div>{jobName(job.kind)}</div>
              {job.lastError ? (
                <div className="max-w-[80ch] text-sm font-normal wrap-anywhere text-bad">{job.lastError}</div>
              ) : null}
              <Disclosure label="What it was told" className="text-sm font-normal">
                <pre className="max-h-60 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
                  {JSON.stringify(job.payload, null, 2)}
                  {`\njob ${job.id}`}
                </pre>
              </Disclosure>
            </Td>
            <Td>
              <StatusDot tone={tone}>{word}</StatusDot>
            </Td>
            <Td label="Attempts" numeric>
              {job.attempts} of {job.maxAttempts}
            </Td>
            <Td numeric muted>
              <InstantText value={job.finishedAt ?? job.startedAt ?? job.createdAt} format="short" />
            </Td>
            {tab === 'dead' ? (
              <Td>
                <Form method="post" className="flex gap-1.5 sm:justify-end">
                  <input type="hidden" name="id" value={job.id} />
                  <SubmitButton
                    size="sm"
                    variant="default"
                    name="intent"
                    value="retry"
                    aria-label={`Retry ${jobName(job.kind)}`}
                  >
                    Retry
                  </SubmitButton>
                  <LinkButton size="sm" variant="quiet" to={`?tab=dead&drop=${job.id}`} preventScrollReset>
                    Drop …
                  </LinkButton>
                </Form>
              </Td>
            ) : null}
          </Tr>
        );
      })}
    </Table>
  );
}
