import type { Page } from '@playwright/test';
import { readMessage } from './messages.ts';
import { productUrl, signIn } from './people.ts';
import { insertDeadJob } from './product-command.ts';
import { newPackage, word } from './rows.ts';
import { expect, test } from './test.ts';

/** Adds a person on the People page; their address and password. */
async function addPerson(page: Page, role: string): Promise<{ email: string; password: string; name: string }> {
  const name = `Nora ${word()}`;
  const email = `${word()}@northgate.example`;
  await page.goto('/admin/people');
  await page.getByRole('link', { name: 'Add person' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('region', { name: 'New person' }).getByLabel('Role').selectOption(role);
  await page.getByRole('button', { name: 'Add person' }).click();
  const secret = page.getByRole('status').filter({ hasText: `may sign in as ${email}` });
  const password = (await secret.getByRole('code').textContent()) ?? '';
  return { email, password, name };
}

test('an admin adds a person, gives a limit, resets the password and disables', async ({ login }) => {
  const page = await login('charlie');
  const { email, password, name } = await addPerson(page, 'analyst');
  const nora = await login({ cookie: await signIn(email, password) });
  await nora.goto('/');
  await expect(nora.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();

  await page.goto(`/admin/people?q=${encodeURIComponent(email)}`);
  await expect(page.getByText(password)).toHaveCount(0);
  await page.getByRole('link', { name }).click();
  await page.getByLabel('Decision limit').selectOption('amount');
  await page.getByLabel('Amount').fill('250,000');
  await page.getByLabel('Currency').fill('EUR');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is saved' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Amount')).toHaveValue('250,000.00');

  await page.getByRole('button', { name: 'Reset password' }).click();
  const secret = page.getByRole('status').filter({ hasText: 'The new password' });
  const fresh = (await secret.getByRole('code').textContent()) ?? '';
  await nora.goto('/packages');
  await expect(nora).toHaveURL(/\/sign-in/);
  await expect(signIn(email, password)).rejects.toThrow('could not sign in');
  const again = await login({ cookie: await signIn(email, fresh) });
  await again.goto('/packages');
  await expect(again.getByRole('heading', { level: 1, name: 'Packages' })).toBeVisible();

  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible();
  await again.goto('/packages');
  await expect(again).toHaveURL(/\/sign-in/);
});

test('a token is shown once, works, and is dead once revoked', async ({ login }) => {
  const page = await login('bob');
  const name = `ERP ${word()}`;
  await page.goto('/account');
  await page.getByRole('textbox', { name: 'Name', exact: true }).last().fill(name);
  await page.getByRole('button', { name: 'Create token' }).click();
  const secret = page.getByRole('status').filter({ hasText: 'Your new token' });
  const token = (await secret.getByRole('code').textContent()) ?? '';
  expect(token).toMatch(/^pmis_/);
  const call = async () =>
    (await fetch(`${productUrl()}/api/packages?limit=1`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await call()).toBe(200);
  await page.goto('/account');
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await expect(page.getByRole('status').filter({ hasText: 'revoked' })).toBeVisible();
  await expect.poll(call, { timeout: 10_000 }).toBe(401);
});

test('dead letters are retried and dropped', async ({ login }) => {
  const pkg = await newPackage();
  const emailId = await readMessage({ subject: `${pkg.code} ${word()}`, text: 'Hello' });
  const [retried, dropped] = [`disk was full ${word()}`, `unreadable entry ${word()}`];
  await insertDeadJob('process_email', { emailId }, retried);
  await insertDeadJob('ingest_email', { entry: 'no JSON' }, dropped);
  const page = await login('charlie');
  await page.goto('/admin/jobs');
  const row = (text: string) => page.getByRole('table', { name: 'Jobs' }).getByRole('row').filter({ hasText: text });
  await row(retried)
    .getByRole('button', { name: /^Retry/ })
    .click();
  await expect(page.getByRole('status').filter({ hasText: 'queued again' })).toBeVisible();
  await expect(row(retried)).toHaveCount(0);
  await row(dropped).getByRole('link', { name: 'Drop …' }).click();
  await page.getByRole('button', { name: 'Drop it' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The job is dropped' })).toBeVisible();
  await page.goto('/admin/jobs?tab=dropped');
  await expect(row(dropped)).toHaveCount(1);
});

test('the audit trail is verified', async ({ login }) => {
  const page = await login('charlie');
  await page.goto('/admin/audit');
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText('The trail is whole')).toBeVisible({ timeout: 20_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.jsonl$/);
});

test('signing out everywhere ends every session, and signing out ends its own', async ({ login }) => {
  const { email, password } = await addPerson(await login('chidi'), 'operator');
  const [here, there] = [
    await login({ cookie: await signIn(email, password) }),
    await login({ cookie: await signIn(email, password) }),
  ];
  await there.goto('/tasks');
  await here.goto('/account');
  await here.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(here).toHaveURL(/\/sign-in/);
  await there.goto('/tasks');
  await expect(there).toHaveURL(/\/sign-in\?next=%2Ftasks/);

  const back = await login({ cookie: await signIn(email, password) });
  await back.goto('/');
  await back.getByRole('button', { name: /Nora/ }).click();
  await back.getByRole('button', { name: 'Sign out' }).click();
  await expect(back).toHaveURL(/\/sign-in/);
  await back.goto('/packages');
  await expect(back).toHaveURL(/\/sign-in/);
});

test('a project’s policy is changed with a reason', async ({ login }) => {
  const page = await login('charlie');
  await page.goto('/admin/projects?do=add');
  const code = word().toUpperCase();
  await page.getByLabel('Code').fill(code);
  await page.getByLabel('Name').fill(`Harbour ${code}`);
  await page.getByLabel('Currency').fill('EUR');
  await page.getByRole('button', { name: 'Add project' }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/projects/${code}$`));
  await page.getByLabel('Holidays').fill('2026-02-30 Never');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Holidays')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Holidays').fill('2026-12-25 Christmas Day');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is saved' })).toBeVisible();
});
