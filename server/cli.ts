#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import path from 'node:path';
import { appRoot } from './app-root.ts';
import { buildInfo } from './build-info.ts';
import { registerAi } from './cli/ai.ts';
import { registerAudit } from './cli/audit.ts';
import { registerBackup } from './cli/backup.ts';
import { type CliContext, ReportedFailure, UsageError } from './cli/context.ts';
import { registerDb } from './cli/db.ts';
import { registerDoctor } from './cli/doctor.ts';
import { registerEmail } from './cli/email.ts';
import { registerJobs } from './cli/jobs.ts';
import { registerSeed } from './cli/seed.ts';
import { registerSources } from './cli/sources.ts';
import { registerUsers } from './cli/users.ts';
import { closeDb, type Db, getDb } from './db.ts';
import { findEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import { env, setEnv } from './env.ts';
import { closeRedis } from './redis.ts';

const program = new Command('pmis')
  .description('Operate PMIS: database, people, jobs, mail, audit. Exit codes: 0 done, 1 failed, 2 wrong use.')
  .version(buildInfo.version)
  .option('--json', 'answer with one line of JSON')
  .showHelpAfterError()
  .exitOverride();

let found = false;

/** Without DATABASE_URL: the embedded database that `npm start` runs here. */
async function findDatabase(): Promise<void> {
  if (found || env().DATABASE_URL) return;
  found = true;
  const dataDir = path.resolve(appRoot, env().DATA_DIR);
  const embedded = await findEmbeddedPostgres(dataDir);
  if (!embedded)
    throw new Error(
      `DATABASE_URL is not set and no embedded database runs in ${dataDir}: start one with \`npm start\`.`,
    );
  setEnv({
    DATABASE_URL: embedded.url,
    DATABASE_OWNER_URL: embedded.ownerUrl,
    DATABASE_ADMIN_URL: env().DATABASE_ADMIN_URL ?? embedded.superuserUrl,
  });
}

const context: CliContext = {
  async db(): Promise<Db> {
    await findDatabase();
    return getDb();
  },
  async ownerUrl() {
    await findDatabase();
    const { DATABASE_OWNER_URL, DATABASE_DIRECT_URL, DATABASE_URL } = env();
    const url = DATABASE_OWNER_URL ?? DATABASE_DIRECT_URL ?? DATABASE_URL;
    if (!url) throw new Error('Neither DATABASE_OWNER_URL nor DATABASE_URL is set.');
    return url;
  },
  async adminUrl() {
    const ownerUrl = new URL(await this.ownerUrl());
    ownerUrl.pathname = '/postgres';
    return env().DATABASE_ADMIN_URL ?? ownerUrl.href;
  },
  json: () => program.opts<{ json?: boolean }>().json === true || process.argv.includes('--json'),
  print(data, text) {
    process.stdout.write(`${this.json() ? JSON.stringify(data) : text}\n`);
  },
};

registerAi(program, context);
registerDb(program, context);
registerSeed(program, context);
registerUsers(program, context);
registerJobs(program, context);
registerEmail(program, context);
registerSources(program, context);
registerAudit(program, context);
registerBackup(program, context);
registerDoctor(program, context);

/** `--json` and `--help` belong to every command, wherever they stand. */
function allowJsonEverywhere(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride();
    child.showHelpAfterError();
    if (!child.options.some((option) => option.long === '--json'))
      child.option('--json', 'answer with one line of JSON');
    allowJsonEverywhere(child);
  }
}
allowJsonEverywhere(program);

let exitCode = 0;
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof ReportedFailure) exitCode = 1;
  else {
    exitCode = error instanceof UsageError ? 2 : 1;
    const message = error instanceof Error ? error.message : String(error);
    if (context.json()) process.stdout.write(`${JSON.stringify({ error: { message } })}\n`);
    else process.stderr.write(`${message}\n`);
  }
} finally {
  await closeDb().catch(() => undefined);
  closeRedis();
}
process.exitCode = exitCode;
