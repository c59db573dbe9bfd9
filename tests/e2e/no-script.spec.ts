import { emlFile, message } from './messages.ts';
import { day, getPackage, packageIn, newPackage, word } from './rows.ts';
import { expect, test } from './test.ts';

test.use({ javaScriptEnabled: false });

test('without script: sign-in, propose, decide', async ({ page, login }) => {
  const pkg = await packageIn('evaluation');
  await page.goto(`/packages/${pkg.code}`);
  await page.getByLabel('Email').fill('alice@northgate.example');
  await page.getByLabel('Password').fill('nothing');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Password').fill('northgate-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/packages/${pkg.code}$`));

  await page.getByRole('link', { name: 'Propose change' }).click();
  await page.getByRole('button', { name: 'Propose change' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed yet');
  await page.getByLabel('New status').selectOption('awarded');
  await page.getByRole('button', { name: 'Propose change' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('New status')).toHaveValue('awarded');
  await page.getByRole('combobox', { name: 'Vendor' }).fill('Voltara Energy');
  await page.getByLabel('Contract amount').fill('390,000');
  await page.getByLabel('Reason', { exact: true }).fill('Best bid');
  await page.getByRole('button', { name: 'Propose change' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for a decision' });
  await expect(waiting).toContainText('390,000.00');
  await expect(page.getByRole('status').filter({ hasText: 'waits for' })).toBeVisible();
  const code = (await waiting.getByRole('link', { name: /^AR-/ }).textContent())!;

  const decider = await login('charlie');
  await decider.goto(`/approvals/${code}`);
  await decider.getByRole('button', { name: 'Reject' }).click();
  await expect(decider.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await decider.getByLabel('Reason').fill('Within budget');
  await decider.getByRole('button', { name: /^Approve/ }).click();
  await expect(decider.getByText('Approved and applied', { exact: true })).toBeVisible();
  expect(await getPackage(pkg.code)).toMatchObject({ status: 'awarded', contractAmount: '390000.00' });
});

test('without script: mail is brought in, and filed by hand', async ({ login }) => {
  const pkg = await newPackage();
  const subject = `A question ${word()}`;
  const page = await login('alice');
  await page.goto('/mail');
  const bytes = message({ subject, text: 'When may we come?', from: `Jo <jo@${word()}.example>` });
  await page.getByLabel('Message files (.eml)').setInputFiles(emlFile(bytes));
  await page.getByRole('button', { name: 'Send' }).click();
  const received = page.getByRole('region', { name: 'Just received' });
  await expect(received).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(received).toContainText('waits in triage', { timeout: 100 });
  }).toPass();
  await received.getByRole('link', { name: subject }).click();
  await page.getByRole('combobox', { name: 'File under', exact: true }).fill(pkg.code);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toBeVisible();
});

test('without script: a task is added, the table is filtered, and the menu signs out', async ({ login }) => {
  const pkg = await newPackage();
  const title = `Call ${word()}`;
  const page = await login('bob');
  await page.goto(`/packages/${pkg.code}`);
  await page.getByRole('link', { name: 'Add task' }).first().click();
  await page.getByRole('textbox', { name: 'Task' }).fill(title);
  await page.getByLabel('Due').fill(day(4));
  await page.getByRole('button', { name: 'Add task' }).click();
  await expect(page.getByRole('table', { name: 'Tasks' })).toContainText(title);

  await page.goto('/packages');
  await page.getByRole('searchbox').fill(pkg.code);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('table', { name: 'Packages' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: /Bob Fielding/ }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('without script: ask the assistant and take its proposal back', async ({ login }) => {
  const pkg = await packageIn('evaluation');
  const page = await login('alice');
  await page.goto(`/assistant?package=${pkg.code}`);
  await page.getByLabel('Ask the assistant').fill('push the delivery to 3 May 2031');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page).toHaveURL(/\/assistant\/[0-9a-f-]{36}#latest$/);
  await expect(page.getByRole('list', { name: 'Messages' })).toContainText('3 May 2031');
  await page.getByRole('button', { name: 'Undo: withdraw the proposal' }).click();
  await expect(page.getByText(`${pkg.code} · withdrawn`)).toBeVisible();
});

test('without script: a request is edited by one person, withdrawn by the other, and proposed again', async ({
  login,
}) => {
  const pkg = await packageIn('planned', { budgetAmount: '400000.00' });
  const alice = await login('alice');
  await alice.goto(`/packages/${pkg.code}?do=propose`);
  await alice.getByRole('button', { name: 'Propose change' }).click();
  await expect(alice.getByRole('alert')).toContainText('Nothing was changed yet');
  await alice.getByLabel('Budget').fill('1,300,000');
  await alice.getByRole('button', { name: 'Propose change' }).click();
  const waiting = alice.getByRole('region', { name: 'Waiting for a decision' });
  const code = (await waiting.getByRole('link', { name: /^AR-/ }).textContent())!;

  const bob = await login('bob');
  await bob.goto(`/approvals/${code}`);
  await bob.getByRole('link', { name: 'Edit' }).click();
  await expect(bob.getByLabel('Budget', { exact: true })).toHaveValue('1,300,000.00');
  await bob.getByLabel('Budget', { exact: true }).fill('1,310,000');
  await bob.getByRole('button', { name: 'Save changes' }).click();
  await bob.getByRole('textbox', { name: 'Comment' }).fill('As the second offer says');
  await bob.getByRole('button', { name: 'Comment' }).click();
  await expect(bob.getByRole('region', { name: 'Comments' })).toContainText('As the second offer says');

  await alice.goto(`/packages/${pkg.code}`);
  await expect(waiting).toContainText('1,310,000.00');
  await waiting.getByRole('link', { name: 'Withdraw' }).click();
  await alice.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await alice.getByRole('link', { name: /Propose again/ }).click();
  await expect(alice.getByLabel('Budget')).toHaveValue('1,310,000.00');
});
