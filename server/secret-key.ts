import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { appRoot } from './app-root.ts';
import { env } from './env.ts';

/** DATA_DIR/secret.key, made by whichever process needs it first; the others read the same. */
function keptSecret(dataDir: string): string {
  const file = path.resolve(appRoot, dataDir, 'secret.key');
  const read = () => readFileSync(file, 'utf8').trim();
  try {
    return read();
  } catch {
    mkdirSync(path.dirname(file), { recursive: true });
    const beside = `${file}.${process.pid}.part`;
    writeFileSync(beside, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    try {
      // A link, unlike a rename, never replaces the one that another process made meanwhile.
      linkSync(beside, file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(beside, { force: true });
    }
    return read();
  }
}

let kept: { dataDir: string; secret: string } | undefined;

/**
 * A key for one purpose, derived from SECRET_KEY, or outside production from a secret kept in DATA_DIR. What is signed
 * for one purpose is worth nothing for another.
 */
export function secretKey(purpose: string): Buffer {
  const { SECRET_KEY, DATA_DIR } = env();
  if (!SECRET_KEY && kept?.dataDir !== DATA_DIR) kept = { dataDir: DATA_DIR, secret: keptSecret(DATA_DIR) };
  return createHmac('sha256', SECRET_KEY ?? kept!.secret)
    .update(purpose)
    .digest();
}
