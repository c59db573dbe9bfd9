import { getPackage, timelineOf } from './rows.ts';
import { expect, test } from './test.ts';

test('a newcomer proposes the award of P-001 as Alice, and Charlie decides it', async ({ page, login }) => {
  await page.goto('/packages');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fpackages$/);
  await page.goto('/');
  await page.getByLabel('Email').fill('alice@northgate.example');
  await page.getByLabel('Password').fill('not-the-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue('alice@northgate.example');
  await page.getByLabel('Password').fill('northgate-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  const nav = page.getByRole('navigation', { name: 'Main' });
  await nav.getByRole('link', { name: /^Packages/ }).click();
  const table = page.getByRole('table', { name: 'Packages' });
  await table
    .getByRole('row', { name: /^P-001 / })
    .getByRole('link')
    .click();
  await expect(page).toHaveURL(/\/packages\/P-001$/);
  await expect(page.getByRole('group', { name: 'Status' })).toContainText('Evaluation');
  await expect(page.getByRole('table', { name: 'Dates' })).toContainText('Delivery');

  await page.getByRole('link', { name: 'Propose change' }).click();
  const form = page.getByRole('region', { name: 'Propose a change' });
  await form.getByLabel('New status').selectOption('awarded');
  await form.getByLabel('Vendor', { exact: true }).fill('Voltara Energy');
  await form.getByLabel('Contract amount').fill('4,050,000');
  await form.getByLabel('Reason', { exact: true }).fill('Lowest compliant bid; technical clarifications are closed');
  await form.getByRole('button', { name: 'Propose change' }).click();

  const waiting = page.getByRole('region', { name: 'Waiting for a decision' });
  await expect(waiting).toContainText('Awarded');
  await expect(waiting).toContainText('4,050,000.00');
  await expect(page.getByRole('region', { name: 'Money' })).not.toContainText('4,050,000');
  expect(await getPackage('P-001')).toMatchObject({ status: 'evaluation', contractAmount: null });
  await waiting.getByRole('link', { name: 'Open' }).click();
  await expect(page).toHaveURL(/\/approvals\/AR-\d+$/);
  const decision = page.getByRole('region', { name: 'Decision', exact: true });
  await expect(decision).toContainText('You requested this; somebody else decides.');
  await expect(decision.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const code = page.url().split('/').pop()!;

  const charlie = await login('charlie');
  await charlie.goto('/approvals');
  const rows = charlie.getByRole('table', { name: 'Approvals' });
  if ((await rows.count()) === 0 || (await rows.getByRole('link', { name: code }).count()) === 0)
    await charlie
      .getByRole('link', { name: /^All pending/ })
      .first()
      .click();
  await rows.getByRole('link', { name: code, exact: true }).click();
  await expect(charlie.getByRole('heading', { level: 1 })).toContainText('Awarded');
  const change = charlie.getByRole('region', { name: 'What changes' });
  await expect(change).toContainText('Evaluation');
  await expect(change).toContainText('Awarded');
  await expect(change).toContainText('EUR 4,050,000.00');
  await expect(change).toContainText('Lowest compliant bid; technical clarifications are closed');
  await expect(charlie.getByRole('region', { name: 'Level and decisions' })).toContainText(
    /^Level and decisions.*High: /s,
  );
  await charlie.getByLabel('Reason').fill('Within budget');
  await charlie.getByRole('button', { name: 'Approve' }).click();
  await expect(charlie.getByRole('status').filter({ hasText: 'approved and applied' })).toBeVisible();
  await expect(charlie.getByText('Approved and applied', { exact: true })).toBeVisible();

  await charlie.goto('/packages/P-001');
  await expect(charlie.getByRole('region', { name: 'Money' })).toContainText('4,050,000.00');
  await charlie.getByRole('link', { name: 'All events' }).click();
  const events = charlie.getByRole('list', { name: 'Events' });
  const [patched, decided, created] = ['package_patched', 'approval_decided', 'approval_created'].map((type) =>
    events.getByRole('listitem').filter({ hasText: type }).first(),
  );
  await expect(created!).toContainText('Alice Novak proposed');
  await expect(decided!).toContainText('Charlie Osei approved');
  await expect(decided!).toContainText('Within budget');
  await expect(patched!).toContainText('Evaluation');
  await expect(patched!).toContainText('EUR 4,050,000.00');
  await expect(patched!.getByRole('time').first()).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT/);
  const types = (await timelineOf('package', 'P-001')).map(({ eventType }) => eventType);
  expect(types.slice(0, 3)).toEqual(['package_patched', 'approval_decided', 'approval_created']);
});

test('signing in by a button of the demo shows Home', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /Bob Fielding/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
});
