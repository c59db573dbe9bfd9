import { createHash } from 'node:crypto';
import type { BackupStore } from './backup-store.ts';
import type { Manifest } from './backup.schema.ts';
import { readCopyText } from './read-copy-text.ts';
import { gunzip, readPart } from './read-part.ts';
import { readTar } from './tar-stream.ts';

const NEWLINE = 10;

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}

async function checkDump(store: BackupStore, manifest: Manifest, passphrase: string | null): Promise<void> {
  const content = readPart(store, manifest, manifest.dump.file, passphrase);
  if (manifest.dump.kind === 'pg_dump') {
    for await (const chunk of content) void chunk;
    return;
  }
  const found = new Map<string, number>();
  for await (const statement of readCopyText(gunzip(content))) {
    if (statement.kind !== 'copy') continue;
    let rows = 0;
    for await (const chunk of statement.rows) rows += countLines(chunk);
    found.set(statement.table, rows);
  }
  for (const { name, rows } of manifest.tables)
    if (found.get(name) !== rows) throw new Error(`${name} has ${found.get(name) ?? 'no'} rows instead of ${rows}.`);
}

/**
 * Reads a backup to its end: checksums, decryption, the number of rows (our own dump), and each attachment against its
 * SHA-256. Needs no database; `tryRestore` is the stronger proof. Throws a plain Error that says what is wrong.
 */
export async function verifyBackup(
  store: BackupStore,
  manifest: Manifest,
  passphrase: string | null,
): Promise<{ name: string; parts: number; rows: number; attachments: number }> {
  await checkDump(store, manifest, passphrase);
  const expected = new Set(manifest.attachments.files.map((file) => file.sha256));
  for await (const { name, content } of readTar(readPart(store, manifest, manifest.attachments.file, passphrase))) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (!name.endsWith(sha256) || !expected.delete(sha256))
      throw new Error(`The attachment ${name} is not what it was.`);
  }
  if (expected.size > 0) throw new Error(`${expected.size} attachments are missing from the archive.`);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return { name: manifest.name, parts: manifest.parts.length, rows, attachments: manifest.attachments.files.length };
}
