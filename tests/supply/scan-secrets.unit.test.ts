import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scan, secretsIn } from '../../scripts/scan-secrets.mts';
import { appRoot } from '../../server/app-root.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pmis-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const letters = (bytes: number) => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x');
const upper = (n: number) => randomBytes(n).toString('hex').toUpperCase().slice(0, n);
const strong = () => `aB3${letters(24)}`;

/** Made when the test runs: this file holds none of them. */
const PLANTED: [string, () => string][] = [
  ['private key', () => `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${randomBytes(48).toString('base64')}`],
  ['AWS key', () => `key = AKIA${upper(16)}`],
  ['GitHub token', () => `ghp_${letters(36)}`],
  ['GitLab token', () => `glpat-${letters(20)}`],
  ['npm token', () => `//registry.npmjs.org/:_authToken=npm_${letters(27).padEnd(36, 'x').slice(0, 36)}`],
  ['Slack token', () => `xoxb-${letters(20)}`],
  ['Stripe key', () => `sk_live_${letters(24)}`],
  ['Google key', () => `AIza${letters(30).padEnd(35, 'x').slice(0, 35)}`],
  ['model key', () => `sk-ant-${letters(40)}`],
  ['SendGrid key', () => `SG.${letters(16)}.${letters(32)}`],
  ['Sentry token', () => `sntrys_${letters(48)}`],
  ['PMIS token', () => `pmis_${randomBytes(32).toString('base64url')}`],
  ['password in an address', () => `DATABASE_URL=postgresql://pmis_app:${strong()}@db.example.com/pmis`],
  ['password in an address', () => `redis://:${randomBytes(24).toString('hex')}@redis:6379/0`],
  ['secret in a setting', () => `SECRET_KEY=${randomBytes(32).toString('base64')}`],
  ['secret in a setting', () => `  "apiKey": "${strong()}",`],
];

describe('the secrets scan', () => {
  it.each(PLANTED)('sees a planted %s', (kind, plant) => {
    const found = secretsIn('some/file.ts', `first line\n${plant()}\n`);
    expect(found.map((one) => one.kind)).toContain(kind);
    expect(found[0]!.line).toBe(2);
    expect(found[0]!.shown.length).toBeLessThan(40);
  });

  it.each([
    'POSTGRES_PASSWORD=$(openssl rand -hex 24)',
    'DATABASE_URL: postgresql://pmis_app:${POSTGRES_PASSWORD:?set it}@postgres:5432/pmis',
    'SMTP_URL=smtps://user:password@smtp.example.com',
    'SECRET_KEY=change-me-change-me-change-me-change-me',
    'const tokenLifetimeSeconds = defaultTokenLifetimeSeconds;',
    'integrity sha512-mdvMyBsiXz5LJSXlFxhbcFzVxLjhQXGlTYzVGHkbrJkJ1iDwvqF4xyz',
  ])('leaves alone: %s', (line) => {
    expect(secretsIn('some/file.ts', line)).toEqual([]);
  });

  it('reads untracked files too, but not what .gitignore leaves out or what is no text', () => {
    const token = `pmis_${randomBytes(32).toString('base64url')}`;
    const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
    mkdirSync(path.join(folder, 'deep'));
    write('.gitignore', 'ignored.txt\n');
    write('ignored.txt', token);
    write('picture.bin', `\0${token}`);
    write('deep/notes.md', `one\n\n${token}`);
    expect(
      scan(folder)
        .found.map(({ file }) => file)
        .sort(),
    ).toEqual(['deep/notes.md', 'ignored.txt']);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const seen = scan(folder).found;
    expect(seen).toEqual([{ file: 'deep/notes.md', line: 3, kind: 'PMIS token', shown: 'pmis… (48 characters)' }]);
  });

  it('finds none in this repository', () => {
    const { files, found } = scan(appRoot);
    expect(found).toEqual([]);
    expect(files).toBeGreaterThan(500);
  });
});
