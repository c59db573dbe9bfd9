import type { Command } from 'commander';
import type { SystemActor } from '../actor.ts';
import { listSources } from '../sources/list-sources.ts';
import { testSource } from '../sources/test-source.ts';
import { type CliContext, ReportedFailure, UsageError } from './context.ts';

const OPERATOR: SystemActor = { kind: 'system', name: 'pmis command line', via: 'cli' };

/** `pmis sources list` and `pmis sources test [NAME]` */
export function registerSources(program: Command, context: CliContext): void {
  const sources = program.command('sources').description('ways in for mail');
  sources
    .command('list')
    .description('every way in, how it stands and when it last brought mail')
    .action(async () => {
      const { items, held } = await listSources(await context.db(), OPERATOR);
      const lines = items.map(
        (one) => `${one.name.padEnd(24)} ${one.state.padEnd(9)} last mail ${one.lastMailAt ?? 'never'}  ${one.says}`,
      );
      context.print({ items, held }, lines.join('\n'));
    });
  sources
    .command('test')
    .argument('[name]', 'one of them; without it all')
    .description('connect, sign in, list the mailboxes, and go again; nothing is fetched')
    .action(async (name: string | undefined) => {
      const db = await context.db();
      const names = (await listSources(db, OPERATOR)).items.map((one) => one.name);
      if (name !== undefined && !names.includes(name))
        throw new UsageError(`No way in is called ${name}. There are: ${names.join(', ')}.`);
      const results = await Promise.all(
        (name === undefined ? names : [name]).map((one) => testSource(db, OPERATOR, { name: one })),
      );
      const shown = results.map((one) => `${one.works ? 'ok  ' : 'FAIL'} ${one.name}: ${one.says} (${one.took} ms)`);
      context.print({ items: results }, shown.join('\n'));
      if (results.some(({ works }) => !works)) throw new ReportedFailure();
    });
}
