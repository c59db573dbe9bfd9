import type { Command } from 'commander';
import type { DoctorReport } from '../doctor/doctor.schema.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { env } from '../env.ts';
import { getRedis } from '../redis.ts';
import { type CliContext, ReportedFailure } from './context.ts';

function reportText({ lines, milliseconds }: DoctorReport): string {
  const groups = [...new Set(lines.map(({ group }) => group))];
  const body = groups.flatMap((group) => [
    group,
    ...lines
      .filter((line) => line.group === group)
      .flatMap(({ status, title, says, mend }) => [
        `  ${status.padEnd(4)}  ${title}: ${says}`,
        ...(mend && status !== 'ok' && status !== 'off' ? [`        → ${mend}`] : []),
      ]),
  ]);
  const count = (status: string) => lines.filter((line) => line.status === status).length;
  return `${body.join('\n')}\n\n${count('ok')} ok, ${count('warn')} warnings, ${count('fail')} failures, ${count('off')} off (${(milliseconds / 1000).toFixed(1)} s).`;
}

/** `pmis doctor`. */
export function registerDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .option('--quick', 'leave out what costs or goes out: a model’s answer, a sign-in at the mail server')
    .description(
      'the production checklist: what is well, what is not, how to mend it; exit code 1 when something fails',
    )
    .action(async ({ quick }: { quick?: boolean }) => {
      const db = await context.db();
      const report = await runDoctor({ env: env(), db, redis: getRedis(), waiting: 0, thorough: !quick });
      context.print(report, reportText(report));
      if (report.status === 'fail') throw new ReportedFailure();
    });
}
