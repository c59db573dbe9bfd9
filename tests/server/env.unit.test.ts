import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { envExample, envVarsMarkdown } from '../../server/env-docs.ts';
import { readEnv } from '../../server/env.ts';

const root = path.resolve(import.meta.dirname, '../..');
const STRONG = 'Jx2mQ9v7Lr4Tz8Wb1Nc6Kd3Hf5Gs0YpA';
const GOOD = {
  PMIS_ENV: 'production',
  SECRET_KEY: STRONG,
  DATABASE_URL: `postgresql://pmis_app:${STRONG}@db:5432/pmis`,
};

describe('in production', () => {
  it('starts with good secrets', () => {
    expect(readEnv(GOOD).PMIS_ENV).toBe('production');
  });

  it.each([
    ['a missing SECRET_KEY', { SECRET_KEY: undefined }, 'SECRET_KEY'],
    ['a short SECRET_KEY', { SECRET_KEY: 'abc' }, 'SECRET_KEY'],
    ['a placeholder SECRET_KEY', { SECRET_KEY: 'change-me-change-me-change-me-change-me' }, 'SECRET_KEY'],
    ['one repeated character', { SECRET_KEY: 'a'.repeat(40) }, 'SECRET_KEY'],
    ['a missing DATABASE_URL', { DATABASE_URL: undefined }, 'DATABASE_URL'],
    ['a database without a password', { DATABASE_URL: 'postgresql://pmis@db/pmis' }, 'DATABASE_URL'],
    ['a default database password', { DATABASE_URL: 'postgresql://pmis:postgres@db/pmis' }, 'DATABASE_URL'],
    ['a broken percent code in the password', { DATABASE_URL: 'postgresql://pmis:%zz@db/pmis' }, 'DATABASE_URL'],
    ['a default owner password', { DATABASE_OWNER_URL: 'postgresql://o:changeme@db/pmis' }, 'DATABASE_OWNER_URL'],
    ['Redis without a password', { REDIS_URL: 'redis://redis:6379' }, 'REDIS_URL'],
    ['Redis with a default password', { REDIS_URL: 'redis://:dev_password@redis:6379' }, 'REDIS_URL'],
    ['a fixed clock', { PMIS_NOW: '2026-03-05T09:00:00Z' }, 'PMIS_NOW'],
    ['demo data', { PMIS_DEMO: '1' }, 'PMIS_DEMO'],
  ])('refuses %s, naming it', (_what, change, name) => {
    expect(() => readEnv({ ...GOOD, ...change })).toThrow(name);
  });

  it('names all that is wrong at once', () => {
    const start = () => readEnv({ PMIS_ENV: 'production', REDIS_URL: 'redis://redis' });
    expect(start).toThrow(/SECRET_KEY[\s\S]*DATABASE_URL[\s\S]*REDIS_URL/);
  });
});

it('takes weak values elsewhere, and says which value is wrong where one is', () => {
  expect(readEnv({ DATABASE_URL: 'postgresql://a:a@localhost/a' }).PORT).toBe(3000);
  expect(() => readEnv({ PORT: 'many', PMIS_NOW: 'yesterday' })).toThrow(/PORT[\s\S]*PMIS_NOW/);
  expect(readEnv({ PORT: '' }).PORT).toBe(3000);
});

it('ENV_VARS.md and .env.example are those of server/env.ts (npm run generate)', async () => {
  const markdown = await format(envVarsMarkdown(), { parser: 'markdown', singleQuote: true, printWidth: 120 });
  expect(readFileSync(path.join(root, 'ENV_VARS.md'), 'utf8')).toBe(markdown);
  expect(readFileSync(path.join(root, '.env.example'), 'utf8')).toBe(envExample());
});
