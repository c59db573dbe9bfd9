import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { insertBackup } from './backup.queries.ts';
import type { Manifest } from './backup.schema.ts';
import { backupFolder, type BackupStore, diskStore } from './backup-store.ts';
import { createBackup, type CreateOptions } from './create-backup.ts';
import { pruneBackups } from './prune-backups.ts';

/** The place that BACKUP_STORE names. */
export async function configuredStore(): Promise<BackupStore> {
  if (env().BACKUP_STORE === 'disk') return diskStore(backupFolder());
  if (!env().S3_BUCKET) throw new Error('BACKUP_STORE=s3 needs a bucket: set S3_BUCKET and the other S3 variables.');
  const { s3Store } = await import('./s3-store.ts');
  return s3Store();
}

/** How many backups the environment says to keep. */
export function configuredRetention() {
  const { BACKUP_KEEP_DAILY, BACKUP_KEEP_WEEKLY, BACKUP_KEEP_MONTHLY } = env();
  return { daily: BACKUP_KEEP_DAILY, weekly: BACKUP_KEEP_WEEKLY, monthly: BACKUP_KEEP_MONTHLY };
}

/**
 * Takes a backup as the environment says, notes it in the database, and deletes what is no longer kept. Throws where it
 * could not be taken; `trigger` is `command` or `schedule`.
 */
export async function runBackup(
  db: Db,
  trigger: 'command' | 'schedule',
  options: Partial<CreateOptions> = {},
): Promise<{ manifest: Manifest; place: string; deleted: string[] }> {
  const { DATABASE_OWNER_URL, DATABASE_DIRECT_URL, DATABASE_URL, BACKUP_PASSPHRASE } = env();
  const url = options.url ?? DATABASE_OWNER_URL ?? DATABASE_DIRECT_URL ?? DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set.');
  const store = options.store ?? (await configuredStore());
  const manifest = await createBackup({ passphrase: BACKUP_PASSPHRASE ?? null, ...options, store, url });
  await insertBackup(db, manifest, store.place, trigger);
  const { deleted } = await pruneBackups(db, store, configuredRetention());
  return { manifest, place: store.place, deleted };
}
