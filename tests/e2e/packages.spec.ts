import { newPackage, packageIn, word } from './rows.ts';
import { expect, test } from './test.ts';

test('the table sorts, filters and pages, and the address carries it', async ({ login }) => {
  const tag = word();
  const low = await newPackage({ title: `Anchor bolts ${tag}`, budgetAmount: '1000.00' });
  const high = await packageIn('planned', {
    title: `Beams ${tag}`,
    budgetAmount: '900000.00',
    buyer: 'bob@northgate.example',
  });
  const page = await login('alice');
  await page.goto('/packages');
  const table = page.getByRole('table', { name: 'Packages' });
  const codes = () => table.getByRole('row').getByRole('cell').nth(0);
  await page.getByRole('searchbox').fill(tag);
  await page.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(new RegExp(`[?&]q=${tag}`));
  await expect(table.getByRole('row')).toHaveCount(3);

  await table.getByRole('link', { name: 'Budget' }).click();
  await expect(page).toHaveURL(/sort=budgetAmount/);
  await expect(codes()).toHaveText(low.code);
  await table.getByRole('link', { name: 'Budget' }).click();
  await expect(page).toHaveURL(/sort=-budgetAmount/);
  await expect(codes()).toHaveText(high.code);
  await expect(table.getByRole('columnheader', { name: 'Budget' })).toHaveAttribute('aria-sort', 'descending');

  await page.getByLabel('Buyer').selectOption('bob@northgate.example');
  await expect(page).toHaveURL(/buyer=bob/);
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(page.getByLabel('Buyer')).toHaveValue('bob@northgate.example');
  await expect(page.getByRole('searchbox')).toHaveValue(tag);
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(page).not.toHaveURL(/buyer=|q=/);

  await page.goto(`/packages?q=${tag}`);
  await page.locator('summary', { hasText: 'Any status' }).click();
  await page
    .getByRole('group', { name: 'Status' })
    .getByLabel(/^Planned/)
    .check();
  await expect(page).toHaveURL(/status=planned/);
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.goBack();
  await expect(table.getByRole('row')).toHaveCount(3);

  await page.goto('/packages');
  await page.getByLabel('Vendor').selectOption('Voltara Energy');
  await expect(page).toHaveURL(/vendor=Voltara/);
  await expect(table).toContainText('P-001');
  await expect(table).not.toContainText('P-002');

  await page.goto(`/packages?q=${tag}&limit=1`);
  await expect(table.getByRole('row')).toHaveCount(2);
  const first = await codes().textContent();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(codes()).not.toHaveText(first!);
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(codes()).toHaveText(first!);

  await page.goto(`/packages?q=${word()}`);
  await expect(page.getByText('No package matches')).toBeVisible();
});

test('an analyst creates a draft, and what is wrong is said beside its field', async ({ login }) => {
  const page = await login('alice');
  await page.goto('/packages/new');
  await page.getByLabel('Title').fill('Pipe supports');
  await page.getByLabel('Code', { exact: true }).fill('no code!');
  await page.getByLabel('Budget').fill('-5');
  await page.getByRole('button', { name: 'Create package' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Code', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Budget')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Title')).toHaveValue('Pipe supports');
  await page.getByLabel('Code', { exact: true }).fill('');
  await page.getByLabel('Budget').fill('125000.50');
  await page.getByLabel('Title').focus();
  await expect(page.getByLabel('Budget')).toHaveValue('125,000.50');
  await page.getByRole('button', { name: 'Create package' }).click();
  await expect(page).toHaveURL(/\/packages\/P-\d+$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Pipe supports' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Money' })).toContainText('125,000.50');
});

test('a low-impact field is applied at once and recorded as decided by the policy', async ({ login }) => {
  const pkg = await packageIn('planned');
  const page = await login('alice');
  await page.goto(`/packages/${pkg.code}?do=propose`);
  await page.getByText('Details and custom fields').click();
  await page.getByLabel('WBS code').fill('4.2.1');
  await page.getByRole('button', { name: 'Propose change' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Applied at once' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('4.2.1');
  await page
    .getByRole('region', { name: 'Approvals' })
    .getByRole('row')
    .filter({ hasText: 'WBS' })
    .getByRole('link')
    .click();
  await expect(page.getByText('Applied at once by the policy')).toBeVisible();
});

test('a transition that is not allowed and a missing gate are refused with what to do', async ({ login }) => {
  const pkg = await newPackage({ buyer: undefined, budgetAmount: undefined });
  const page = await login('alice');
  await page.goto(`/packages/${pkg.code}`);
  await page.getByRole('link', { name: 'On hold' }).click();
  const status = page.getByLabel('New status');
  await expect(status).toHaveValue('on_hold');
  await expect(status.locator('option', { hasText: 'PO issued' })).toHaveCount(0);
  await status.selectOption('planned');
  await page.getByRole('button', { name: 'Propose change' }).click();
  await expect(page.getByRole('alert')).toContainText(/budget/i);
  await expect(status).toHaveValue('planned');

  // A choice that this page no longer offers: somebody posts it all the same.
  await status.evaluate((select) => {
    const option = (select as HTMLSelectElement).options[1]!;
    option.value = 'po_issued';
    option.selected = true;
  });
  await page.getByRole('button', { name: 'Propose change' }).click();
  await expect(page.getByRole('alert')).toContainText(/planned/i);
  await page.goto(`/packages/${pkg.code}?do=propose`);
  await page.getByRole('button', { name: 'Propose change' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed yet');
});
