import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig, devices } from '@playwright/test';

const installed = '/usr/bin/chromium';
const executablePath = existsSync(installed) ? installed : undefined;

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/setup/playwright-product.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A browser on a busy machine may lose one try; what needs a second one is named as flaky in the closing lines.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/playwright.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    timezoneId: 'UTC',
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      // What Chromium leaves behind goes with the run.
      env: { ...process.env, TMPDIR: process.env.PMIS_TEST_FOLDER ?? tmpdir() } as Record<string, string>,
    },
  },
});
