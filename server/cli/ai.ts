import type { Command } from 'commander';
import { replayInput, type ReplayDifference, type ReplayResult } from '../ai/replay/replay.schema.ts';
import { replayReading } from '../ai/replay/run-replay.ts';
import { type CliContext, UsageError } from './context.ts';

const GROUPS = ['packages', 'tasks', 'patches'] as const satisfies (keyof ReplayDifference)[];

function shown({ reader, read, items, failures, stopped }: ReplayResult): string {
  const lines = items.flatMap(({ date, subject, id, before, difference }) => [
    `${date.slice(0, 10)}  ${subject ?? '(no subject)'}  ${id}  (${before})`,
    ...GROUPS.flatMap((group) => [
      ...difference[group].added.map((text) => `  ${group} + ${text}`),
      ...difference[group].removed.map((text) => `  ${group} - ${text}`),
      ...difference[group].changed.map(({ from, to }) => `  ${group} ~ ${from} → ${to}`),
    ]),
  ]);
  return [
    ...lines,
    ...failures.map(({ id, subject, reason }) => `not read: ${subject ?? '(no subject)'}  ${id}: ${reason}`),
    ...(stopped ? [`Ended early: ${stopped}`] : []),
    `${reader}: ${read} messages read, ${items.length} differ, ${failures.length} not read. Nothing was written.`,
  ].join('\n');
}

/** `pmis ai replay --provider X --since DATE [--limit N]` */
export function registerAi(program: Command, context: CliContext): void {
  const ai = program.command('ai').description('the assistant');
  ai.command('replay')
    .requiredOption('--provider <name>', 'azure, openai, anthropic, or rules')
    .requiredOption('--since <date>', 'messages received since this day, YYYY-MM-DD')
    .option('--limit <n>', 'most messages, newest first', '100')
    .description('read past messages with another model or the rules, without writing, and print what differs')
    .action(async (options: { provider: string; since: string; limit: string }) => {
      const input = replayInput.safeParse({ ...options, limit: Number(options.limit) });
      if (!input.success)
        throw new UsageError(
          input.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join(' '),
        );
      const result = await replayReading(await context.db(), input.data);
      context.print(result, shown(result));
    });
}
