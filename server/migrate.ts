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
 * Gives the application's role what it needs and nothing on the audit trail but reading and adding.
 * Where one role does everything (no owner URL) the trigger alone guards the trail.
 */
async function grant(db: Tx, appUrl: string): Promise<void> {
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

/**
 * Applies every pending migration as the owner. Safe when many processes start at once: Kysely holds an advisory
 * lock, so one applies and the others find nothing to do. Returns the names applied.
 */
export async function migrateToLatest(ownerUrl: string, appUrl: string = ownerUrl): Promise<string[]> {
  const { db } = createDatabase(ownerUrl, { max: 2, statementTimeoutMs: 0, name: 'pmis-migrate' });
  try {
    const applied = check(await migrator(db).migrateToLatest());
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
  const { db } = createDatabase(ownerUrl, { max: 2, statementTimeoutMs: 0, name: 'pmis-migrate' });
  try {
    if (to && to !== 'none' && !(to in migrations)) throw new Error(`There is no migration named ${to}.`);
    const done = to
      ? await migrator(db).migrateTo(to === 'none' ? NO_MIGRATIONS : to)
      : await migrator(db).migrateDown();
    return check(done);
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
