import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appRoot } from '../../server/app-root.ts';
import { type SentryServer, startSentryServer } from '../setup/sentry-server.ts';

const TOKEN = 'token-of-who-releases';
let sentry: SentryServer;
beforeAll(async () => {
  sentry = await startSentryServer();
});
beforeEach(() => {
  sentry.bundles.length = 0;
  sentry.refuseWith = null;
});
afterAll(() => sentry.close());

async function upload(env: Record<string, string> = {}, ...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, ['scripts/upload-sourcemaps.mjs', ...args], {
    cwd: appRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      SENTRY_URL: sentry.url,
      SENTRY_AUTH_TOKEN: TOKEN,
      SENTRY_ORG: 'northgate',
      SENTRY_PROJECT: 'pmis',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

test('npm run sourcemaps gives Sentry every map of browser and programs, under the release that errors name', async () => {
  const { code, output } = await upload();
  expect(code, output).toBe(0);
  const { version, commit } = JSON.parse(readFileSync(path.join(appRoot, 'build/build-info.json'), 'utf8')) as {
    version: string;
    commit: string;
  };
  expect([...sentry.credentials]).toEqual([`Bearer ${TOKEN}`]);
  expect(sentry.bundles).toHaveLength(2);
  for (const { release, projects } of sentry.bundles) {
    expect(release).toBe(`pmis@${version}+${commit}`);
    expect(projects).toEqual(['pmis']);
  }
  const urls = new Set(sentry.bundles.flatMap(({ manifest }) => Object.values(manifest.files).map(({ url }) => url)));
  const maps = readdirSync(path.join(appRoot, 'build/sourcemaps/assets')).filter((file) => file.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(20);
  for (const map of maps) {
    expect(urls).toContain(`~/assets/${map}`);
    expect(urls).toContain(`~/assets/${map.replace(/\.map$/, '')}`);
  }
  for (const program of ['server', 'worker', 'cli', 'pages']) {
    expect(urls).toContain(`app:///build/${program}.js`);
    expect(urls).toContain(`app:///build/${program}.js.map`);
  }
  const chunks = readdirSync(path.join(appRoot, 'build/chunks')).filter((file) => file.endsWith('.js'));
  for (const file of chunks) expect(urls).toContain(`app:///build/chunks/${file}`);
}, 60_000);

test('a token that Sentry refuses, a missing variable: an exit code and a reason, nothing sent', async () => {
  sentry.refuseWith = 401;
  const refused = await upload();
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/Invalid token|401/);
  const missing = await upload({ SENTRY_ORG: '' });
  expect(missing).toMatchObject({ code: 2, output: expect.stringContaining('SENTRY_ORG') as string });
  expect(sentry.bundles).toEqual([]);
}, 60_000);

test('--dry-run lists and sends nothing', async () => {
  const { code, output } = await upload({ SENTRY_AUTH_TOKEN: '', SENTRY_URL: 'http://127.0.0.1:1' }, '--dry-run');
  expect(code).toBe(0);
  expect(output).toMatch(/\d+ maps below app:\/\/\//);
  expect(sentry.bundles).toEqual([]);
});
