import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { BACKUP_NAME, type Manifest, manifestSchema } from './backup.schema.ts';
import type { BackupStore } from './backup-store.ts';
import { isSealOf, sealText } from './encrypt-stream.ts';

const FILE = 'manifest.json';
/** With a passphrase: proof that the manifest was written by somebody who knows it. */
const SEAL = 'manifest.seal';

async function* once(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

async function readText(store: BackupStore, name: string, file: string): Promise<string | null> {
  const content = await store.read(name, file);
  return content ? text(Readable.from(content)) : null;
}

/** Writes the manifest, the last file of a backup. */
export async function writeManifest(store: BackupStore, manifest: Manifest, passphrase: string | null): Promise<void> {
  const content = `${JSON.stringify(manifest, null, 1)}\n`;
  if (passphrase) await store.write(manifest.name, SEAL, once(sealText(content, passphrase)));
  await store.write(manifest.name, FILE, once(content));
}

/**
 * The manifest of a backup; null where the folder is no complete backup. Given a passphrase, an encrypted backup's
 * manifest is believed only with its seal: throws where that is not right, and where the manifest cannot be read.
 */
export async function readManifest(
  store: BackupStore,
  name: string,
  passphrase: string | null = null,
): Promise<Manifest | null> {
  const content = await readText(store, name, FILE);
  if (content === null) return null;
  let manifest: Manifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(content));
  } catch (error) {
    throw new Error(`The manifest of ${name} cannot be read: it is damaged or of a newer PMIS.`, { cause: error });
  }
  if (manifest.name !== name) throw new Error(`The manifest in ${name} is that of ${manifest.name}.`);
  if (manifest.encryption && passphrase) {
    const seal = await readText(store, name, SEAL);
    if (!seal || !isSealOf(seal, content, passphrase))
      throw new Error(`The manifest of ${name} was changed, or BACKUP_PASSPHRASE is another one.`);
  }
  return manifest;
}

/** Names of what may be backups, newest first, and folders that never became one. */
export async function listManifests(store: BackupStore): Promise<{ manifests: Manifest[]; unfinished: string[] }> {
  const names = (await store.list())
    .filter((name) => BACKUP_NAME.test(name))
    .sort()
    .reverse();
  const read = await Promise.all(names.map((name) => readManifest(store, name).catch(() => null)));
  return {
    manifests: read.filter((manifest) => manifest !== null),
    unfinished: names.filter((_, index) => read[index] === null),
  };
}
