import type { Page } from '@playwright/test';
import { readMessage } from './messages.ts';
import { productUrl } from './people.ts';
import { getPackage, newPackage, newTask, propose, word } from './rows.ts';
import { expect, test } from './test.ts';

/** Posts a form as the page's person though the page offers none; the status and the page that comes back. */
async function post(page: Page, path: string, form: Record<string, string>) {
  const answer = await page.request.post(path, { form, headers: { origin: productUrl() } });
  const shown = (await answer.text()).replace(/<(script|nav)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');
  return { status: answer.status(), text: shown };
}

async function expectNone(page: Page, ...names: RegExp[]): Promise<void> {
  for (const name of names) {
    const main = page.getByRole('main');
    await expect(main.getByRole('button', { name })).toHaveCount(0);
    await expect(main.getByRole('link', { name })).toHaveCount(0);
  }
}

test('a viewer reads everything and is offered nothing to change', async ({ login }) => {
  const pkg = await newPackage();
  const { code } = await propose('alice', pkg.code, { status: 'planned', reason: 'Ready' });
  const task = await newTask({ package: pkg.code });
  const mail = await readMessage({ subject: `${pkg.code} ${word()}`, text: 'Hello' });
  const page = await login('vera');
  await page.goto('/packages');
  await expect(page.getByRole('table', { name: 'Packages' })).toBeVisible();
  await expectNone(page, /New package/);
  await page.goto(`/packages/${pkg.code}?do=propose`);
  await expect(page.getByRole('heading', { level: 1, name: pkg.title })).toBeVisible();
  await expectNone(page, /Propose/, /Add task/, /Withdraw/);
  await page.goto(`/approvals/${code}?do=edit`);
  await expect(page.getByRole('region', { name: 'What changes' })).toBeVisible();
  await expectNone(page, /Approve/, /Reject/, /Withdraw/, /^Edit/, /Save/);
  await page.goto(`/tasks/${task.code}?do=edit`);
  await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
  await expectNone(page, /^Edit/, /Start/, /Done/, /Save/);
  await page.goto('/tasks?do=add');
  await expectNone(page, /Add task/);
  await page.goto(`/mail/${mail}`);
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toBeVisible();
  await expect(page.getByLabel('Message files (.eml)')).toHaveCount(0);
  await expectNone(page, /^File/, /Move/, /Remove/);
  await page.goto('/vendors?do=add');
  await expectNone(page, /Add vendor/);
  await page.goto('/packages/new');
  await expect(page.getByRole('heading', { level: 1, name: 'You may not open this' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Admin' })).toHaveCount(0);
});

test('what a viewer posts all the same is refused with a page that says so', async ({ login }) => {
  const pkg = await newPackage();
  const { code } = await propose('alice', pkg.code, { status: 'planned', reason: 'Ready' });
  const task = await newTask({ package: pkg.code });
  const mail = await readMessage({ subject: `${pkg.code} ${word()}`, text: 'Hello' });
  const page = await login('vera');
  const was = JSON.stringify({ title: pkg.title });
  const attempts: [string, Record<string, string>][] = [
    [`/packages/${pkg.code}`, { intent: 'propose', was, title: 'Mine', version: String(pkg.version) }],
    [`/packages/${pkg.code}`, { intent: 'add-task', title: 'Do it' }],
    ['/packages/new', { title: 'Mine' }],
    [`/approvals/${code}`, { intent: 'approve', reason: 'Yes', version: '1' }],
    [`/approvals/${code}`, { intent: 'edit', keep: 'status', was: '{}', version: '1' }],
    [`/tasks/${task.code}`, { intent: 'done', version: '1' }],
    ['/tasks?index', { title: 'Mine', package: pkg.code }],
    [`/mail/${mail}`, { intent: 'file', package: 'P-001', version: '1' }],
    ['/vendors?index', { name: 'Mine' }],
    ['/admin/people?index', { email: 'mine@northgate.example', name: 'Mine', role: 'admin' }],
    ['/admin/audit', {}],
    ['/admin/jobs', { intent: 'drop', id: '00000000-0000-0000-0000-000000000000' }],
    ['/admin/projects?index', { code: 'MINE', name: 'Mine', timeZone: 'UTC', currency: 'EUR' }],
  ];
  for (const [path, form] of attempts) {
    const { status, text } = await post(page, path, form);
    expect.soft(status, `POST ${path}`).toBe(403);
    expect
      .soft(text, `POST ${path} says why`)
      .toMatch(/You may not open this|\brole\b|needs? (an? )?(operator|analyst|admin)/i);
    expect.soft(text, `POST ${path}`).not.toContain('Something went wrong');
  }
  expect(await getPackage(pkg.code)).toMatchObject({ title: pkg.title, status: 'draft' });
});

test('an operator proposes and files, but creates no packages and manages nothing', async ({ login }) => {
  const page = await login('bob');
  await page.goto('/packages');
  await expect(page.getByRole('table', { name: 'Packages' })).toBeVisible();
  await expectNone(page, /New package/);
  await page.goto('/packages/P-002');
  await expect(page.getByRole('link', { name: 'Propose change' })).toBeVisible();
  for (const path of ['/packages/new', '/admin', '/admin/people', '/admin/jobs', '/admin/audit', '/admin/tokens']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'You may not open this' }), path).toBeVisible();
  }
  expect((await post(page, '/packages/new', { title: 'Mine' })).status).toBe(403);
});

test('what does not exist and what another site posts are refused', async ({ login }) => {
  const page = await login('charlie');
  for (const path of ['/packages/P-99999', '/approvals/AR-99999', '/tasks/T-99999', '/mail/none', '/vendors/none']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'This page does not exist' }), path).toBeVisible();
  }
  const foreign = await page.request.post('/account', {
    form: { intent: 'sign-out-everywhere' },
    headers: { origin: 'https://evil.example' },
  });
  expect(foreign.status()).toBe(403);
  await page.goto('/packages');
  await expect(page.getByRole('table', { name: 'Packages' })).toBeVisible();
});
