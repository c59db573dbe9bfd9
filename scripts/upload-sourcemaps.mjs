// `npm run sourcemaps`: gives Sentry the source maps of this build, under its release. The maps are never served.
// Wants SENTRY_AUTH_TOKEN, SENTRY_ORG, SENTRY_PROJECT (and SENTRY_URL for another server than sentry.io) in the
// environment of whoever releases; `-- --dry-run` prepares everything and only lists it.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, run } from './prepare.mjs';

const at = (...parts) => path.join(root, ...parts);
const dryRun = process.argv.includes('--dry-run');

/** The command line of Sentry is a package of @sentry/remix. */
function sentryCli() {
  const remix = createRequire(createRequire(at('package.json')).resolve('@sentry/remix/package.json'));
  return remix.resolve('@sentry/cli/bin/sentry-cli');
}

/** Scripts and maps side by side, as they lie below the folder that browsers and processes name. */
function collect(folder) {
  const pages = path.join(folder, 'browser');
  cpSync(at('build/remix/client/assets'), path.join(pages, 'assets'), { recursive: true });
  cpSync(at('build/sourcemaps/assets'), path.join(pages, 'assets'), { recursive: true });
  const programs = path.join(folder, 'server');
  for (const file of readdirSync(at('build'))) {
    if (/\.js(\.map)?$/.test(file)) cpSync(at('build', file), path.join(programs, 'build', file));
  }
  // What the programs share, which is most of them.
  cpSync(at('build/chunks'), path.join(programs, 'build/chunks'), { recursive: true });
  return { pages, programs };
}

async function upload(folder, prefix, release) {
  const args = ['sourcemaps', 'upload', '--release', release, '--url-prefix', prefix, '--validate', folder];
  if (await run(process.execPath, [sentryCli(), ...args])) throw new Error(`Sentry refused the maps of ${prefix}.`);
}

if (!existsSync(at('build/sourcemaps'))) {
  console.error('There is no build to upload the maps of: npm run build.');
  process.exit(1);
}
const missing = ['SENTRY_AUTH_TOKEN', 'SENTRY_ORG', 'SENTRY_PROJECT'].filter((name) => !process.env[name]);
if (missing.length > 0 && !dryRun) {
  console.error(`Set ${missing.join(', ')}: who uploads, and whither.`);
  process.exit(2);
}
const { version, commit } = JSON.parse(readFileSync(at('build/build-info.json'), 'utf8'));
const release = `pmis@${version}+${commit}`;
const folder = mkdtempSync(path.join(tmpdir(), 'pmis-maps-'));
try {
  const { pages, programs } = collect(folder);
  const parts = [
    [pages, '~/'],
    [programs, 'app:///'],
  ];
  for (const [part, prefix] of parts) {
    const maps = readdirSync(part, { recursive: true }).filter((file) => file.endsWith('.map'));
    console.log(`${release}: ${maps.length} maps below ${prefix}`);
    if (!dryRun) await upload(part, prefix, release);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
