import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { appRoot } from '../app-root.ts';
import { env } from '../env.ts';
import { initDatabase } from '../init-database.ts';
import { migrateToLatest, migrationStatus, rollback } from '../migrate.ts';
import { getContents, getServerVersion } from '../seed/contents.queries.ts';
import { type CliContext, UsageError } from './context.ts';
import { registerDbSlow } from './db-slow.ts';

const list = (names: string[]) => names.map((name) => `  ${name}`).join('\n');

async function migrate(context: CliContext): Promise<void> {
  const ownerUrl = await context.ownerUrl();
  const applied = await migrateToLatest(ownerUrl, env().DATABASE_URL ?? ownerUrl);
  const contents = await getContents(await context.db());
  const text = applied.length > 0 ? `Applied:\n${list(applied)}` : 'Nothing to apply: the schema is up to date.';
  context.print({ applied, ...contents }, text);
}

async function init(context: CliContext): Promise<void> {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_ADMIN_URL } = env();
  if (!DATABASE_URL || !DATABASE_OWNER_URL || !DATABASE_ADMIN_URL)
    throw new UsageError('DATABASE_ADMIN_URL, DATABASE_OWNER_URL and DATABASE_URL are needed: who makes, and what.');
  const report = await initDatabase({
    adminUrl: DATABASE_ADMIN_URL,
    ownerUrl: DATABASE_OWNER_URL,
    appUrl: DATABASE_URL,
  });
  const { rolesMade, databaseMade, database, statistics } = report;
  const text = [
    rolesMade.length > 0
      ? `Made the roles ${rolesMade.join(' and ')}.`
      : 'The roles were there: their passwords are set.',
    `The database ${database} ${databaseMade ? 'is made' : 'was there'}.`,
    ...(statistics ? [] : ['pg_stat_statements is not to be had here: `pmis db slow` says how.']),
    'Next: pmis db migrate',
  ].join('\n');
  context.print(report, text);
}

async function takeBack(context: CliContext, to: string | undefined): Promise<void> {
  const taken = await rollback(await context.ownerUrl(), to);
  const text = taken.length > 0 ? `Taken back:\n${list(taken)}` : 'Nothing to take back.';
  context.print({ rolledBack: taken }, text);
}

async function status(context: CliContext): Promise<void> {
  const db = await context.db();
  const ownerUrl = await context.ownerUrl();
  const migrations = await migrationStatus(db);
  const pending = migrations.filter((migration) => migration.appliedAt === null).length;
  const serverVersion = await getServerVersion(db);
  const url = env().DATABASE_URL;
  const lines = migrations.map(({ name, appliedAt }) => `  ${appliedAt ?? 'pending                 '}  ${name}`);
  context.print(
    { url, ownerUrl, serverVersion, pending, migrations },
    `PostgreSQL ${serverVersion}\nurl       ${url}\nowner url ${ownerUrl}\n${pending} pending\n${lines.join('\n')}`,
  );
}

const template = `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`\`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql\`\`.execute(db);
}
`;

/** Writes an empty migration dated now and its two lines in migrations/index.ts. */
async function make(context: CliContext, name: string): Promise<void> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new UsageError(`"${name}" is not a migration's name: write it like add-vendor-rating.`);
  const stamp = new Date().toISOString().slice(0, 16).replace(':', '');
  const fullName = `${stamp}-${name}`;
  const folder = path.join(appRoot, 'migrations');
  const index = path.join(folder, 'index.ts');
  const written = await readFile(index, 'utf8').catch(() => {
    throw new Error(`There is no ${index}: migrations are made in a checkout.`);
  });
  const alias = `m${stamp.replace(/\D/g, '')}`;
  if (written.includes(`${alias} `))
    throw new Error('A migration of this minute exists already: wait for the next one.');
  const lastImport = written.lastIndexOf('import * as ');
  const afterImports = written.indexOf('\n', lastImport) + 1;
  const end = written.lastIndexOf('};');
  await writeFile(path.join(folder, `${fullName}.ts`), template, { flag: 'wx' });
  await writeFile(
    index,
    `${written.slice(0, afterImports)}import * as ${alias} from './${fullName}.ts';\n${written.slice(afterImports, end)}  '${fullName}': ${alias},\n${written.slice(end)}`,
  );
  const file = `migrations/${fullName}.ts`;
  context.print({ name: fullName, file }, `Made ${file}. Write up and down, then: pmis db migrate`);
}

/** `pmis db init|migrate|rollback|status|make|slow`. */
export function registerDb(program: Command, context: CliContext): void {
  const db = program.command('db').description('the database’s schema');
  db.command('init')
    .description('make roles and database on a new server, as DATABASE_ADMIN_URL; later runs set the roles’ passwords')
    .action(() => init(context));
  db.command('migrate')
    .description('apply every pending migration; safe when several start at once')
    .action(() => migrate(context));
  db.command('rollback')
    .option('--to <name>', 'take back everything after this migration; "none" takes back all')
    .description('take back the last migration')
    .action(({ to }: { to?: string }) => takeBack(context, to));
  db.command('status')
    .description('connection strings, server version, and each migration with when it was applied')
    .action(() => status(context));
  db.command('make')
    .argument('<name>', 'in kebab-case, such as add-vendor-rating')
    .description('write a new migration file and register it')
    .action((name: string) => make(context, name));
  registerDbSlow(db, context);
}
