import { env } from '../env.ts';
import { deleteObject, getObject, listObjectKeys, putObject } from '../storage/s3-objects.ts';
import type { BackupStore } from './backup-store.ts';

const PREFIX = 'backups/';

const keyOf = (name: string, file = '') => `${PREFIX}${name}/${file}`;

/** Backups in the bucket of S3_BUCKET, below `backups/`. The bucket's own lifecycle rules must leave them alone. */
export function s3Store(): BackupStore {
  return {
    place: `s3://${env().S3_BUCKET}/${PREFIX}`,
    async list() {
      const names = new Set<string>();
      for await (const key of listObjectKeys(PREFIX)) names.add(key.slice(PREFIX.length).split('/', 1)[0]!);
      return [...names];
    },
    write: (name, file, content) => putObject(keyOf(name, file), content),
    async read(name, file) {
      return (await getObject(keyOf(name, file)))?.stream ?? null;
    },
    async remove(name) {
      for await (const key of listObjectKeys(keyOf(name))) await deleteObject(key);
    },
  };
}
