import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const scriptsIn = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.sh'))
    .map((file) => path.join(folder, file));
const scripts = ['.ci/run', ...['.', 'scripts', 'deploy/aws', 'deploy/compose'].flatMap(scriptsIn)];

it.each(scripts)('%s is bash', (script) => {
  const done = spawnSync('bash', ['-n', script], { cwd: root, encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(0);
});

const missing = spawnSync('shellcheck', ['--version']).status !== 0;
if (missing) console.info('SKIPPED: shellcheck of the scripts (it is not installed)');

it.skipIf(missing)('shellcheck has nothing to say about any of them', () => {
  const done = spawnSync('shellcheck', ['--severity=warning', ...scripts], { cwd: root, encoding: 'utf8' });
  expect(done.stdout + done.stderr).toBe('');
});
