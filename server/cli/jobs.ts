import type { Command } from 'commander';
import type { SystemActor } from '../actor.ts';
import { sendDigests, type SentDigests } from '../digests/send-digests.ts';
import { dropJob } from '../queue/drop-job.ts';
import { getJobJson, getQueueCounts, listDeadJobIds, listJobsJson } from '../queue/job.queries.ts';
import { JOB_STATUSES, type JobJson, listJobsInput } from '../queue/job.schema.ts';
import { retryJob } from '../queue/retry-job.ts';
import { listLiveWorkers } from '../queue/worker.queries.ts';
import { checkOverdue } from '../tasks/check-overdue.ts';
import { type CliContext, UsageError } from './context.ts';

const OPERATOR: SystemActor = { kind: 'system', name: 'pmis command line', via: 'cli' };
const MOST_AT_ONCE = 1000;

const line = ({ id, kind, status, attempts, lastError }: JobJson) =>
  `${id}  ${kind}  ${status}  attempts ${attempts}${lastError ? `  ${lastError.replace(/\s+/g, ' ').slice(0, 120)}` : ''}`;

function digestSentence({ sent, people, mailOff }: SentDigests): string {
  if (mailOff) return 'Mail is off: name a mail server (SMTP_HOST or SMTP_URL, and MAIL_FROM) to send digests.';
  return `${sent} ${sent === 1 ? 'digest' : 'digests'} queued; ${people} looked at whose clock has passed 07:00 and who had none today.`;
}

/** `pmis jobs run check_overdue|send_digests` and `pmis queue inspect|retry|drop`. */
export function registerJobs(program: Command, context: CliContext): void {
  const jobs = program.command('jobs').description('run a scheduled job now');
  jobs
    .command('run')
    .argument('<job>', 'check_overdue or send_digests')
    .description('run it here and print what it did')
    .action(async (job: string) => {
      if (job === 'send_digests') {
        const sent = await sendDigests(await context.db(), OPERATOR);
        return context.print(sent, digestSentence(sent));
      }
      if (job !== 'check_overdue')
        throw new UsageError(`There is no job "${job}" to run: check_overdue, send_digests.`);
      const result = await checkOverdue(await context.db(), OPERATOR);
      context.print(result, `${result.escalated} ${result.escalated === 1 ? 'task' : 'tasks'} escalated.`);
    });

  const queue = program.command('queue').description('jobs, dead letters and workers');
  queue
    .command('inspect')
    .argument('[id]', 'one job')
    .option('--status <status>', JOB_STATUSES.join(', '), 'dead')
    .option('--limit <n>', 'most jobs listed', '50')
    .description('counts, live workers, and the jobs of a status (default: the dead letters)')
    .action(async (id: string | undefined, { status, limit }: { status: string; limit: string }) => {
      const db = await context.db();
      if (id !== undefined) {
        const job = /^[0-9a-f-]{36}$/i.test(id) ? await getJobJson(db, id) : null;
        if (job === null) throw new Error(`There is no job ${id}.`);
        return context.print(JSON.parse(job), JSON.stringify(JSON.parse(job), null, 2));
      }
      const input = listJobsInput.safeParse({ status, limit });
      if (!input.success) throw new UsageError(input.error.issues.map((issue) => issue.message).join(' '));
      const [counts, workers, page] = [
        await getQueueCounts(db),
        await listLiveWorkers(db),
        await listJobsJson(db, input.data),
      ];
      const { items, nextCursor } = JSON.parse(page) as { items: JobJson[]; nextCursor: string | null };
      const numbers = JOB_STATUSES.map((name) => `${name} ${counts[name]}`).join(', ');
      const text = [numbers, `workers alive: ${workers.length}`, ...items.map(line), ...(nextCursor ? ['…'] : [])].join(
        '\n',
      );
      context.print({ counts, workers, items, nextCursor }, text);
    });

  const many = (name: 'retry' | 'drop', about: string, run: typeof retryJob | typeof dropJob) =>
    queue
      .command(name)
      .argument('[ids...]', 'dead letters')
      .option('--all', `all dead letters, at most ${MOST_AT_ONCE}`)
      .description(about)
      .action(async (ids: string[], { all }: { all?: boolean }) => {
        if ((ids.length === 0) === !all) throw new UsageError('Name the dead letters, or give --all.');
        const db = await context.db();
        const chosen = all ? await listDeadJobIds(db, MOST_AT_ONCE) : ids;
        for (const id of chosen) await run(db, OPERATOR, id);
        context.print({ ids: chosen }, `${chosen.length} ${chosen.length === 1 ? 'job' : 'jobs'}: ${name}.`);
      });
  many('retry', 'queue dead letters afresh, with all their attempts', retryJob);
  many('drop', 'give dead letters up; their rows stay', dropJob);
}
