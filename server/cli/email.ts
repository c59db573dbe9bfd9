import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import type { SystemActor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { receiveEmail } from '../emails/receive-email.ts';
import type { CliContext } from './context.ts';

const OPERATOR: SystemActor = { kind: 'system', name: 'pmis command line', via: 'cli' };

/** `pmis email ingest FILE…` */
export function registerEmail(program: Command, context: CliContext): void {
  const email = program.command('email').description('messages');
  email
    .command('ingest')
    .argument('<files...>', 'raw messages (.eml)')
    .option('--package <code>', 'package that they belong to')
    .description('store messages; the worker reads and files them')
    .action(async (files: string[], options: { package?: string }) => {
      const db = await context.db();
      const results: Record<string, unknown>[] = [];
      for (const file of files) {
        try {
          const raw = await readFile(file);
          results.push({
            file,
            ...(await receiveEmail(db, OPERATOR, { raw, source: 'cli', givenPackageCode: options.package })),
          });
        } catch (error) {
          if (
            !(error instanceof DomainError) &&
            !(
              error instanceof Error &&
              'code' in error &&
              typeof error.code === 'string' &&
              /^E[A-Z]+$/.test(error.code)
            )
          )
            throw error;
          results.push({ file, error: (error as Error).message });
        }
      }
      const failed = results.filter((result) => 'error' in result);
      const shown = results.map(
        (one) =>
          `${String(one['file'])}: ${String(one['error'] ?? `${String(one['id'])} ${String(one['status'])}${one['duplicate'] ? ' (stored before)' : ''}`)}`,
      );
      context.print({ items: results }, shown.join('\n'));
      if (failed.length > 0) throw new Error(`${failed.length} of ${files.length} files were not stored.`);
    });
}
