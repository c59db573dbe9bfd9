// `npm run screenshots`: starts the demo on a database of its own and writes docs/images/{home,packages,package,approval,
// mail}-{light,dark}.png, 1360 px wide.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { root } from './prepare.mjs';

const PORT = process.env.PORT ?? '4390';
const base = `http://127.0.0.1:${PORT}`;
const folder = path.join(root, 'docs/images');
const LARGEST = 300_000;

async function startDemo(dataDir) {
  const env = { ...process.env, PORT, DATA_DIR: dataDir, PMIS_DEMO: '1', LOG_LEVEL: 'warn' };
  delete env.DATABASE_URL;
  const demo = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], { env, stdio: 'inherit' });
  for (let look = 0; look < 600; look += 1) {
    const health = await fetch(`${base}/health`).catch(() => null);
    if (health?.ok) return demo;
    if (demo.exitCode !== null) break;
    await sleep(500);
  }
  await stop(demo);
  throw new Error('The demo did not start.');
}

async function stop(demo) {
  if (demo.exitCode !== null) return;
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  demo.kill('SIGTERM');
  await ended;
}

/** Signs in a demo person by the sign-in page's own buttons. */
async function signIn(page, name) {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
}

/** The newcomer's proposal on P-001, made as Alice makes it; its code. */
async function proposeAward(page) {
  await page.goto('/packages/P-001?do=propose');
  await page.getByLabel('New status').selectOption('awarded');
  await page.getByLabel('Contract amount').fill('4,050,000');
  await page
    .getByRole('textbox', { name: 'Reason' })
    .fill('Lowest compliant bid; the technical clarifications are closed.');
  await page.getByText('Add a quote as evidence').click();
  await page
    .getByRole('textbox', { name: 'Quote' })
    .fill('We confirm our price of EUR 4,050,000, ex works by 20 August.');
  await page.getByRole('button', { name: 'Propose change' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for a decision' });
  return waiting.getByRole('link', { name: /^AR-/ }).textContent();
}

async function shoot(page, name, look, address) {
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  const file = path.join(folder, `${name}-${look}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(file);
  console.log(`${path.relative(root, file)} ${Math.round(size / 1000)} kB`);
  if (size > LARGEST) throw new Error(`${file} is larger than ${LARGEST / 1000} kB.`);
}

async function takeAll(browser) {
  let approval = null;
  for (const look of ['light', 'dark']) {
    const options = { baseURL: base, colorScheme: look, viewport: { width: 1360, height: 860 }, locale: 'en-GB' };
    const alice = await (await browser.newContext(options)).newPage();
    await signIn(alice, 'Alice');
    approval ??= await proposeAward(alice);
    await shoot(alice, 'packages', look, '/packages');
    await shoot(alice, 'package', look, '/packages/P-001');
    const list = await alice.request.get('/api/emails?package=P-002&limit=1');
    const { items } = await list.json();
    await shoot(alice, 'mail', look, `/mail/${items[0].id}`);
    await shoot(alice, 'home', look, '/');
    const chidi = await (await browser.newContext(options)).newPage();
    await signIn(chidi, 'Chidi');
    await shoot(chidi, 'approval', look, `/approvals/${approval}`);
  }
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'pmis-screenshots-'));
const installed = '/usr/bin/chromium';
mkdirSync(folder, { recursive: true });
try {
  const demo = await startDemo(dataDir);
  const executablePath = existsSync(installed) ? installed : undefined;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await takeAll(browser);
  } finally {
    await browser.close();
    await stop(demo);
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
