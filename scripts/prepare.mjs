// What every start needs, in plain Node: packages installed and the build up to date. Quick when nothing changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => path.join(root, ...parts);

const INSTALLED = at('node_modules/.pmis-installed');
const STAMP = at('build/.stamp');
const PRODUCTS = ['build/server.js', 'build/worker.js', 'build/cli.js', 'build/supervisor.js', 'build/pages.js'];
const SOURCES = ['app', 'server', 'migrations', 'public'];
const SOURCE_FILES = ['package.json', 'package-lock.json', 'vite.config.ts', 'remix.config.js', 'scripts/build.mjs'];

/** Runs a program in the project's folder with our terminal. Resolves with its exit code (signals count as 1). */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex');

/** True when node_modules holds exactly what the lock file asks for; also true for what `npm install` left there. */
function matchesLock(lockText) {
  const installed = JSON.parse(readFileSync(at('node_modules/.package-lock.json'), 'utf8')).packages;
  return Object.entries(JSON.parse(lockText).packages).every(
    ([name, entry]) => name === '' || (installed[name] ? installed[name].version === entry.version : entry.optional),
  );
}

/** Installs the packages of package-lock.json when node_modules is missing or holds others. */
export async function ensureInstalled() {
  const lockText = readFileSync(at('package-lock.json'), 'utf8');
  const hash = hashOf(lockText);
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === hash) return;
  if (!existsSync(at('node_modules/.package-lock.json')) || !matchesLock(lockText)) {
    console.log('Installing packages (npm ci) …');
    const quiet = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = (...args) => run('npm', [...args, ...quiet], { shell: process.platform === 'win32' });
    // `npm ci` refuses a lock without the packages of other platforms (see complete-lock.mjs); `npm install` does not.
    if ((await npm('ci')) !== 0 && (await npm('install', '--no-save')) !== 0) {
      throw new Error('The packages could not be installed. Is the package registry reachable?');
    }
  }
  writeFileSync(INSTALLED, hash);
}

/** Every file that the build is made from, with what tells a change: size and time of change. */
function listSources() {
  const inFolders = SOURCES.filter((dir) => existsSync(at(dir))).flatMap((dir) =>
    readdirSync(at(dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  return [...SOURCE_FILES, ...inFolders].sort().map((file) => {
    const { size, mtimeMs } = statSync(at(file));
    return [file, size, Math.floor(mtimeMs)];
  });
}

function contentHash(sources) {
  return hashOf(sources.map(([file]) => `${file} ${hashOf(readFileSync(at(file)))}`).join('\n'));
}

/** What a build is made from, to be taken before it begins: a file changed meanwhile then asks for another build. */
export function sourceStamp(sources = listSources()) {
  return JSON.stringify({ sources, hash: contentHash(sources) });
}

/** Notes what the build in build/ was made from; null while one is under way. */
export function writeStamp(stamp) {
  if (stamp) writeFileSync(STAMP, stamp);
  else rmSync(STAMP, { force: true });
}

/** Builds when build/ is missing or was made from other sources. Times of change alone (a copied folder) build nothing. */
export async function ensureBuilt() {
  const sources = listSources();
  if (existsSync(STAMP) && PRODUCTS.every((file) => existsSync(at(file)))) {
    const stamp = JSON.parse(readFileSync(STAMP, 'utf8'));
    if (JSON.stringify(stamp.sources) === JSON.stringify(sources)) return;
    const now = sourceStamp(sources);
    if (stamp.hash === JSON.parse(now).hash) return writeStamp(now);
  }
  console.log('Building …');
  if ((await run(process.execPath, ['scripts/build.mjs'])) !== 0) throw new Error('The build failed.');
}
