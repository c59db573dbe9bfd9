import { sql } from 'kysely';
import type pg from 'pg';
import type { Db } from '../db.ts';
import type { Manifest } from './backup.schema.ts';

const sizeOf = ({ parts }: Manifest) => parts.reduce((sum, { bytes }) => sum + bytes, 0);

/** Notes a backup that is complete. */
export async function insertBackup(db: Db, manifest: Manifest, place: string, trigger: string): Promise<void> {
  await sql`
    insert into backups (name, started_at, finished_at, dump, place, bytes, encrypted, trigger)
    values (${manifest.name}, ${manifest.startedAt}, ${manifest.finishedAt}, ${manifest.dump.kind}, ${place},
      ${sizeOf(manifest)}, ${manifest.encryption !== null}, ${trigger})
    on conflict (name) do nothing`.execute(db);
}

/** Notes that a backup was restored for a trial and was whole. A row of this backup is made where there is none. */
export async function setVerified(db: Db, manifest: Manifest, place: string): Promise<void> {
  await insertBackup(db, manifest, place, 'found');
  await sql`update backups set verified_at = now() where name = ${manifest.name}`.execute(db);
}

/** In the database that was just loaded: it came from this backup, which is thereby proven. */
export async function setRestored(client: pg.Client, manifest: Manifest, place: string): Promise<void> {
  await client.query(
    `insert into backups (name, started_at, finished_at, dump, place, bytes, encrypted, trigger, verified_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'restored', now())
     on conflict (name) do update set verified_at = now()`,
    [
      manifest.name,
      manifest.startedAt,
      manifest.finishedAt,
      manifest.dump.kind,
      place,
      sizeOf(manifest),
      manifest.encryption !== null,
    ],
  );
}

/** Forgets backups that were deleted. */
export async function deleteBackups(db: Db, names: readonly string[]): Promise<void> {
  await sql`delete from backups where name = any(${names})`.execute(db);
}

export type BackupState = {
  /** The newest backup; null when there is none. */
  name: string | null;
  ageSeconds: number | null;
  bytes: number | null;
  /** Since a backup was last restored for a trial; null: never. */
  verifiedSeconds: number | null;
};

/** The newest backup and the last proof by a restore. */
export async function getBackupState(db: Db): Promise<BackupState> {
  const { rows } = await sql<BackupState>`
    select last.name, extract(epoch from now() - last.finished_at)::float8 as "ageSeconds", last.bytes,
      (select extract(epoch from now() - max(verified_at))::float8 from backups) as "verifiedSeconds"
    from (select 1) one
    left join lateral (select name, finished_at, bytes from backups order by finished_at desc limit 1) last on true`.execute(
    db,
  );
  return rows[0]!;
}
