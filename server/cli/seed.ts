import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { env } from '../env.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { seedWorld } from '../seed/seed-world.ts';
import { type CliContext, UsageError } from './context.ts';

async function readWorld(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** `pmis seed [--demo | --world FILE]`. */
export function registerSeed(program: Command, context: CliContext): void {
  program
    .command('seed')
    .description('load demo data, or a world as it stands, into a database without packages')
    .option('--demo', 'project Northgate with people who can sign in (what happens without an option)')
    .option('--world <file>', 'a world.json, with its own dates and people')
    .action(async ({ demo, world }: { demo?: boolean; world?: string }) => {
      if (demo && world) throw new UsageError('Give --demo or --world FILE, not both.');
      if (!world && env().PMIS_ENV === 'production')
        throw new UsageError('Demo data is not for production: its passwords are known. Use --world FILE.');
      const db = await context.db();
      const seeded = world
        ? await seedWorld(db, await readWorld(world), { shiftToToday: false, demoPeople: false })
        : await seedDemo(db);
      const { packages, tasks, approvals, vendors, users } = seeded;
      context.print(
        seeded,
        `Loaded ${packages} packages, ${tasks} tasks, ${approvals} approvals, ${vendors} vendors and ${users} people.`,
      );
    });
}
