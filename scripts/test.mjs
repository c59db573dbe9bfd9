// `npm test`: install, build, check, browser tests; one closing line with the totals.
// `npm run check`: all but the browser. `npm run test:unit -- ARGS`, `npm run test:e2e -- ARGS`: one of them, with arguments.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './prepare.mjs';

const [mode = 'all', ...rest] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
const at = (...parts) => path.join(root, ...parts);

function bin(name) {
  return (...args) => run(process.execPath, [at('node_modules', ...name), ...args]);
}
const prettier = bin(['prettier/bin/prettier.cjs']);
const oxlint = bin(['oxlint/bin/oxlint']);
const tsc = bin(['typescript/bin/tsc']);
const knip = bin(['knip/bin/knip.js']);
const vitest = bin(['vitest/vitest.mjs']);
const playwright = bin(['@playwright/test/cli.js']);

const VITEST_RESULT = at('.cache/vitest.json');
const PLAYWRIGHT_RESULT = at('.cache/playwright.json');

function addVitest() {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(VITEST_RESULT, 'utf8'),
  );
  totals.passed += numPassedTests;
  totals.failed += numFailedTests;
  totals.skipped += numPendingTests + numTodoTests;
  return numFailedTests;
}

function addPlaywright() {
  const { stats } = JSON.parse(readFileSync(PLAYWRIGHT_RESULT, 'utf8'));
  totals.passed += stats.expected + stats.flaky;
  totals.failed += stats.unexpected;
  totals.skipped += stats.skipped;
  return stats.unexpected;
}

/** A step counts its failed tests; a step that fails without a failed test (lint, a crash) counts as one failure. */
async function step(name, action, result, count) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  if (result) rmSync(result, { force: true });
  let code = 1;
  try {
    code = (await action()) ?? 0;
  } catch (error) {
    console.error(error.message);
  }
  const failed = result && existsSync(result) ? count() : 0;
  if (code !== 0 && failed === 0) totals.failed += 1;
  console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return code === 0;
}

const install = () => step('install', ensureInstalled);
const build = () => step('build', ensureBuilt);
const runVitest = (args) =>
  step(
    'vitest',
    () => vitest('run', '--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_RESULT}`, ...args),
    VITEST_RESULT,
    addVitest,
  );
const runPlaywright = (args) =>
  step('playwright', () => playwright('test', '--pass-with-no-tests', ...args), PLAYWRIGHT_RESULT, addPlaywright);

async function everything() {
  if (!(await install()) || !(await build())) return;
  await step('secrets', () => run(process.execPath, ['--import', 'tsx', at('scripts/scan-secrets.mts')]));
  await step('format', () => prettier('--check', '--log-level=warn', '.'));
  await step('lint', () => oxlint());
  await step('types', () => tsc('--noEmit'));
  await step('dead code', () => knip());
  await runVitest([]);
  if (mode === 'all') await runPlaywright([]);
}

process.chdir(root);
mkdirSync(at('.cache'), { recursive: true });
if (mode === 'unit') {
  if (await install()) await runVitest(rest);
} else if (mode === 'e2e') {
  if ((await install()) && (await build())) await runPlaywright(rest);
} else {
  await everything();
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
