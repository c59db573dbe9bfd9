// `npm test`: install, build, check, browser tests; one closing line with the totals.
// `npm run check`: all but the browser. `npm run test:unit -- ARGS`, `npm run test:e2e -- ARGS`: one of them, with arguments.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureBuilt, ensureInstalled, root, run } from './prepare.mjs';

const [mode = 'all', ...rest] = process.argv.slice(2);
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
const VITEST_AGAIN = at('.cache/vitest-again.json');
const PLAYWRIGHT_RESULT = at('.cache/playwright.json');
/** The closing lines, for whoever prints more after them (`.ci/run`). */
const SUMMARY = at('.cache/test-summary.txt');
/** More files than these that fail are no accident of a busy machine: they are not tried again. */
const FILES_TRIED_AGAIN = 5;

const totals = { passed: 0, failed: 0, skipped: 0 };
/** Lines for the end, so that who sees only the tail of a log knows what failed and what passed at the second try only. */
const failures = [];
const flaky = [];

const firstLine = (text = '') => stripVTControlCharacters(text).trim().split('\n')[0].slice(0, 300);
const vitestFailures = ({ name, assertionResults, message }) => {
  const file = path.relative(root, name);
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [`${file}: ${firstLine(message)}`];
  return failed.map((one) => `${file} › ${one.fullName}: ${firstLine(one.failureMessages[0])}`);
};

/** The failed files run once more, alone: what passes then is flaky and said at the end, what fails again has failed. */
async function tryAgain(failed) {
  const files = failed.map(({ name }) => path.relative(root, name));
  console.log(`\n── vitest again, alone: ${files.join(' ')}`);
  rmSync(VITEST_AGAIN, { force: true });
  await vitest(
    'run',
    '--maxWorkers=1',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${VITEST_AGAIN}`,
    ...files,
  );
  const passed = JSON.parse(readFileSync(VITEST_AGAIN, 'utf8')).testResults.filter(({ status }) => status === 'passed');
  return new Set(passed.map(({ name }) => name));
}

/** Whole runs of vitest try failed files again; a run of chosen files (`npm run test:unit -- FILE`) says what it saw. */
async function runVitest(args) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_RESULT}`];
  return step('vitest', async () => {
    rmSync(VITEST_RESULT, { force: true });
    const code = await vitest('run', ...reporters, ...args);
    const { testResults, numPassedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(VITEST_RESULT, 'utf8'),
    );
    const failed = testResults.filter(({ status }) => status === 'failed');
    const again = args.length === 0 && failed.length > 0 && failed.length <= FILES_TRIED_AGAIN;
    const passed = again ? await tryAgain(failed) : new Set();
    flaky.push(...failed.filter(({ name }) => passed.has(name)).flatMap(vitestFailures));
    const lasting = failed.filter(({ name }) => !passed.has(name)).flatMap(vitestFailures);
    failures.push(...lasting);
    totals.passed += numPassedTests + flaky.length;
    totals.skipped += numPendingTests + numTodoTests;
    return { code: failed.length === passed.size && failed.length > 0 ? 0 : code, failed: lasting.length };
  });
}

function* specs(suite, titles = []) {
  for (const spec of suite.specs ?? []) yield { ...spec, titles: [...titles, spec.title] };
  for (const inner of suite.suites ?? []) yield* specs(inner, [...titles, inner.title]);
}

async function runPlaywright(args) {
  return step('playwright', async () => {
    rmSync(PLAYWRIGHT_RESULT, { force: true });
    const code = await playwright('test', '--pass-with-no-tests', ...args);
    const { stats, suites } = JSON.parse(readFileSync(PLAYWRIGHT_RESULT, 'utf8'));
    for (const { file, line, titles, tests } of suites.flatMap((suite) => [...specs(suite)])) {
      for (const { status, results } of tests) {
        const said = `tests/e2e/${file}:${line} › ${titles.join(' › ')}: ${firstLine(results[0]?.error?.message)}`;
        if (status === 'unexpected') failures.push(said);
        if (status === 'flaky') flaky.push(said);
      }
    }
    totals.passed += stats.expected + stats.flaky;
    totals.skipped += stats.skipped;
    return { code, failed: stats.unexpected };
  });
}

/** A step counts its failed tests; a step that fails without a failed test (lint, a crash) counts as one failure. */
async function step(name, action) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  let code = 1;
  let failed = 0;
  try {
    const outcome = (await action()) ?? 0;
    ({ code, failed } = typeof outcome === 'number' ? { code: outcome, failed: 0 } : outcome);
  } catch (error) {
    console.error(error.message);
  }
  if (code !== 0 && failed === 0) failures.push(`${name}: see above`);
  totals.failed += code === 0 ? 0 : Math.max(failed, 1);
  console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return code === 0;
}

const install = () => step('install', ensureInstalled);
const build = () => step('build', ensureBuilt);

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
const summary = [
  ...flaky.map((line) => `FLAKY    ${line}`),
  ...failures.map((line) => `FAILED   ${line}`),
  `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
].join('\n');
writeFileSync(SUMMARY, `${summary}\n`);
console.log(`\n${summary}`);
process.exitCode = totals.failed === 0 ? 0 : 1;
