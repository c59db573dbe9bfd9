import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const dir = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests of pure functions: no database, no file, no process. */
const PURE = ['tests/**/*.{policy,schema,unit}.test.ts', 'tests/app/**/*.test.{ts,tsx}'];
const API = ['tests/api/**/*.test.ts'];
/** Tests that start the built programs. */
const PRODUCT = ['tests/product/**/*.test.ts'];
/** Long ones with servers of their own, by `npm run prove:*` only. */
const PROOFS = ['tests/prove/**/*.test.ts'];

export default defineConfig({
  resolve: { alias: { '~server': dir('./server'), '~': dir('./app') } },
  test: {
    globalSetup: ['tests/setup/vitest-services.ts'],
    pool: 'forks',
    maxWorkers: 2,
    env: { PMIS_ENV: 'test', LOG_LEVEL: 'silent' },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: PURE } },
      { extends: true, test: { name: 'db', include: ['tests/server/**/*.test.ts'], exclude: PURE } },
      { extends: true, test: { name: 'api', include: API, exclude: PURE } },
      { extends: true, test: { name: 'product', include: PRODUCT, testTimeout: 60_000 } },
      ...(process.env.PMIS_PROVE
        ? [{ extends: true as const, test: { name: 'prove', include: PROOFS, testTimeout: 60_000 } }]
        : []),
    ],
  },
});
