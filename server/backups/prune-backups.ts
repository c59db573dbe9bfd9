import type { Db } from '../db.ts';
import type { BackupStore } from './backup-store.ts';
import { deleteBackups } from './backup.queries.ts';
import { listManifests } from './manifest.ts';
import { backupsToPrune, type Retention } from './retention.policy.ts';

const DAY_MS = 86_400_000;

/** When a backup of this name was begun. */
const begun = (name: string) =>
  Date.parse(name.replace(/^pmis-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-.*$/, '$1-$2-$3T$4:$5:$6Z'));

/**
 * Deletes what the retention does not keep, and what a crash left unfinished more than a day ago. Returns the names
 * that stayed and those deleted.
 */
export async function pruneBackups(
  db: Db | null,
  store: BackupStore,
  keep: Retention,
): Promise<{ kept: string[]; deleted: string[] }> {
  const { manifests, unfinished } = await listManifests(store);
  const old = backupsToPrune(
    manifests.map(({ name, startedAt }) => ({ name, at: new Date(startedAt) })),
    keep,
  );
  const stale = unfinished.filter((name) => Date.now() - begun(name) > DAY_MS);
  const deleted = [...old, ...stale];
  for (const name of deleted) await store.remove(name);
  if (db && deleted.length > 0) await deleteBackups(db, deleted);
  return { kept: manifests.map(({ name }) => name).filter((name) => !deleted.includes(name)), deleted };
}
