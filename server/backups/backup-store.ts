import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { appRoot } from '../app-root.ts';
import { env } from '../env.ts';

/** Where backups are kept: a folder of files for each. */
export type BackupStore = {
  /** The place in words, for people. */
  place: string;
  /** Names of all folders, whether their backup is complete or not. */
  list(): Promise<string[]>;
  /** Keeps a file of a backup; when this returns it is there whole. */
  write(name: string, file: string, content: AsyncIterable<Buffer>): Promise<void>;
  /** The content, or null when there is no such file. */
  read(name: string, file: string): Promise<AsyncIterable<Buffer> | null>;
  remove(name: string): Promise<void>;
};

/** Backups in a folder of this machine, which only the present user may enter. */
export function diskStore(folder: string): BackupStore {
  const at = (...parts: string[]) => path.join(folder, ...parts);
  return {
    place: folder,
    async list() {
      const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    },
    async write(name, file, content) {
      await mkdir(at(name), { recursive: true, mode: 0o700 });
      const beside = at(name, `${file}.part`);
      const handle = await open(beside, 'w', 0o600);
      try {
        for await (const chunk of content) await handle.appendFile(chunk);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(beside, at(name, file));
    },
    async read(name, file) {
      const found = await stat(at(name, file)).catch(() => null);
      return found ? createReadStream(at(name, file), { highWaterMark: 256 * 1024 }) : null;
    },
    remove: (name) => rm(at(name), { recursive: true, force: true }),
  };
}

/** The folder of backups on this machine. */
export function backupFolder(): string {
  return path.resolve(appRoot, env().BACKUP_DIR ?? path.join(env().DATA_DIR, 'backups'));
}
