import { Card } from '~/components/ui/card.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { jobName } from './job-table.tsx';
import { Pill } from '~/components/ui/pill.tsx';

interface WorkerCardProps {
  workers: { name: string; startedAt: string; seenAt: string; version: string }[];
}

/** The workers seen within the last half minute. */
export function WorkerCard({ workers }: WorkerCardProps) {
  return (
    <Card title="Workers" count={workers.length} countTone={workers.length > 0 ? 'ok' : 'bad'}>
      {workers.length === 0 ? (
        <p className="px-3.5 py-3 text-md text-muted">
          None was seen in the last 30 seconds. Nothing is lost: jobs wait until one starts.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {workers.map((worker) => (
            <li key={worker.name} className="px-3.5 py-2">
              <div className="truncate font-mono text-sm">{worker.name}</div>
              <div className="text-sm text-muted">
                {worker.version} · since <InstantText value={worker.startedAt} format="short" />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface ScheduleCardProps {
  runs: { name: string; slot: string; startedAt: string; finishedAt: string | null; error: string | null }[];
}

/** When each schedule ran last. */
export function ScheduleCard({ runs }: ScheduleCardProps) {
  return (
    <Card title="Schedules">
      {runs.length === 0 ? (
        <p className="px-3.5 py-3 text-md text-muted">None has run yet: a worker runs what is due when it starts.</p>
      ) : (
        <ul className="divide-y divide-line">
          {runs.map((run) => (
            <li key={run.name} className="flex flex-wrap items-baseline gap-x-2 px-3.5 py-2">
              <span className="min-w-0 flex-1">{jobName(run.name)}</span>
              {run.error ? <Pill tone="bad">failed</Pill> : run.finishedAt ? null : <Pill tone="warn">running</Pill>}
              <span className="text-sm text-muted">
                <InstantText value={run.startedAt} format="short" />
              </span>
              {run.error ? <span className="basis-full text-sm wrap-anywhere text-bad">{run.error}</span> : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
