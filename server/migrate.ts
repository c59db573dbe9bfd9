import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, Migrator, type MigrationResultSet, NO_MIGRATIONS, sql } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { createDatabase, type Db, type Tx } from './db.ts';

const SECURED = [
  'events',
  'audit_checkpoints',
  'audit_checkpoint_heads',
  'audit_archives',
  'audit_archive_heads',
  'task_escalations',
];

function migrator(db: Db): Migrator {
  return new Migrator({ db: db as Kysely<unknown>, provider: { getMigrations: async () => migrations } });
}

function check({ error, results }: MigrationResultSet): string[] {
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new Error(`Migration ${failed ?? ''} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return (results ?? []).map((result) => result.migrationName);
}

/**
 * A migration waits for a table this long, below PostgreSQL's deadlock_timeout (1 s): whoever uses it meanwhile waits behind
 * the migration no longer than that, and it is never a person's request that a deadlock ends. Then it lets go and tries again.
 */
const LOCK_WAIT_MS = 500;
const TRY_FOR_MS = 5 * 60_000;
const MIGRATING = { max: 2, statementTimeoutMs: 0, lockTimeoutMs: LOCK_WAIT_MS, name: 'pmis-migrate' };

/** lock_not_available, deadlock_detected */
const isBusy = (error: unknown) => ['55P03', '40P01'].includes((error as { code?: string } | undefined)?.code ?? '');

/** Migrates, again while somebody else holds what it needs. */
async function patiently(migrateOnce: () => Promise<MigrationResultSet>): Promise<string[]> {
  const until = Date.now() + TRY_FOR_MS;
  for (;;) {
    const done = await migrateOnce();
    if (!isBusy(done.error) || Date.now() > until) return check(done);
    await sleep(100 + Math.random() * 400);
  }
}

/**
 * Gives the application's role what it needs and nothing on the audit trail but reading and adding.
 * Where one role does everything (no owner URL) the trigger alone guards the trail.
 */
async function grant(db: Tx, appUrl: string): Promise<void> {
  await sql`set local lock_timeout = 0`.execute(db);
  await sql`select pg_advisory_xact_lock(hashtext('pmis_grant'))`.execute(db);
  const app = decodeURIComponent(new URL(appUrl).username);
  const { rows } = await sql<{ me: string }>`select current_user as me`.execute(db);
  if (!app || rows[0]?.me === app) return;
  const role = sql.id(app);
  await sql`grant usage on schema public to ${role}`.execute(db);
  await sql`grant select, insert, update, delete on all tables in schema public to ${role}`.execute(db);
  await sql`grant usage, select, update on all sequences in schema public to ${role}`.execute(db);
  // Our own only: an extension's may belong to a superuser, who alone gives rights on them.
  await sql`
    do $$ declare f regprocedure; begin
      for f in select oid::regprocedure from pg_proc
        where pronamespace = 'public'::regnamespace and proowner = current_user::regrole and prokind <> 'p'
      loop execute format('grant execute on function %s to %I', f, ${sql.lit(app)}); end loop;
    end $$`.execute(db);
  const partitions = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'events'::regclass`.execute(db);
  for (const name of [...SECURED, ...partitions.rows.map((row) => row.name)]) {
    await sql`revoke update, delete, truncate on ${sql.table(name)} from ${role}`.execute(db);
  }
}

/** The names of the migrations in the database, whoever applied them, in order; null where there never was one. */
async function appliedNames(db: Db): Promise<string[] | null> {
  const { rows: tables } = await sql`select from pg_class where oid = to_regclass('kysely_migration')`.execute(db);
  if (tables.length === 0) return null;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** True when a newer release has migrated past what this one knows, and everything known here is applied. */
function isAhead(applied: readonly string[]): boolean {
  const known = Object.keys(migrations).sort();
  const unknown = applied.filter((name) => !(name in migrations));
  return unknown.length > 0 && known.every((name) => applied.includes(name)) && unknown[0]! > known.at(-1)!;
}

/**
 * What is pending, each migration in a transaction of its own: people work meanwhile, and none holds more tables than it
 * needs. A new database, which nobody uses, gets all at once.
 */
async function applyPending(db: Db, applied: readonly string[] | null): Promise<string[]> {
  if (applied === null) return patiently(() => migrator(db).migrateToLatest());
  const all: string[] = [];
  for (;;) {
    const done = await patiently(() => migrator(db).migrateUp());
    if (done.length === 0) return all;
    all.push(...done);
  }
}

/**
 * Applies every pending migration as the owner. Safe when many processes start at once: Kysely holds an advisory
 * lock, so one applies and the others find nothing to do. A database that a newer release has migrated already is left
 * as it is: during an upgrade containers of the former release are still started. Returns the names applied.
 */
export async function migrateToLatest(ownerUrl: string, appUrl: string = ownerUrl): Promise<string[]> {
  const { db } = createDatabase(ownerUrl, MIGRATING);
  try {
    const before = await appliedNames(db);
    if (before && isAhead(before)) return [];
    const applied = await applyPending(db, before);
    await db.transaction().execute((tx) => grant(tx, appUrl));
    return applied;
  } finally {
    await db.destroy();
  }
}

/** Applies the migrations up to this one, as the owner, and gives no rights: for a database that is being restored. */
export async function migrateUpTo(ownerUrl: string, name: string): Promise<void> {
  const { db } = createDatabase(ownerUrl, { max: 2, statementTimeoutMs: 0, name: 'pmis-migrate' });
  try {
    check(await migrator(db).migrateTo(name));
  } finally {
    await db.destroy();
  }
}

/** Takes back the last migration, or all after `to` ('none': everything). Returns the names taken back. */
export async function rollback(ownerUrl: string, to?: string): Promise<string[]> {
  const { db } = createDatabase(ownerUrl, MIGRATING);
  try {
    if (to && to !== 'none' && !(to in migrations)) throw new Error(`There is no migration named ${to}.`);
    if (to === 'none') return await patiently(() => migrator(db).migrateTo(NO_MIGRATIONS));
    if (!to) return await patiently(() => migrator(db).migrateDown());
    const all: string[] = [];
    while (((await appliedNames(db))?.at(-1) ?? '') > to)
      all.push(...(await patiently(() => migrator(db).migrateDown())));
    return all;
  } finally {
    await db.destroy();
  }
}

/** Each migration with the instant it was applied, or null while it is pending. */
export async function migrationStatus(db: Db): Promise<{ name: string; appliedAt: string | null }[]> {
  const infos = await migrator(db).getMigrations();
  return infos.map((info) => ({ name: info.name, appliedAt: info.executedAt?.toISOString() ?? null }));
}

/** True when every migration of this build is applied; one small query, for health checks. */
export async function isMigrated(db: Db): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(
    db,
  );
  const names = Object.keys(migrations).sort();
  return rows[0]?.name !== undefined && rows[0].name >= (names.at(-1) ?? '');
}
