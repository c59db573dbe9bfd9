import type { Locator, Page } from '@playwright/test';
import { readMessage } from './messages.ts';
import { getPackage, packageIn, word } from './rows.ts';
import { expect, test } from './test.ts';

/** Presses Tab until the control has the focus, as a person without a mouse does. */
async function tabTo(page: Page, control: Locator, most = 60): Promise<void> {
  for (let press = 0; press < most; press += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(control)} has no focus after ${most} Tabs.`);
}

test('sign-in and a proposal with the keyboard alone', async ({ page }) => {
  const pkg = await packageIn('planned');
  await page.goto(`/sign-in?next=/packages/${pkg.code}`);
  await expect(page.getByLabel('Email')).toBeFocused();
  await page.keyboard.type('alice@northgate.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('northgate-demo');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/packages/${pkg.code}$`));

  await expect(page.getByRole('link', { name: 'Propose change' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('p');
  const status = page.getByLabel('New status');
  await expect(status).toBeFocused();
  await tabTo(page, page.getByRole('textbox', { name: 'Budget', exact: true }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('390000');
  await tabTo(page, page.getByRole('textbox', { name: 'Reason' }));
  await page.keyboard.type('Two items less');
  await tabTo(page, page.getByRole('button', { name: 'Propose change' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Waiting for a decision' })).toContainText('390,000.00');
  expect(await getPackage(pkg.code)).toMatchObject({ budgetAmount: '400000.00' });
});

test('the first Tab skips to the content', async ({ login }) => {
  const page = await login('alice');
  await page.goto('/packages');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /^Skip/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('a message is filed as suggested and answered with the keyboard alone', async ({ login }) => {
  const pkg = await packageIn('planned');
  const subject = `Couplings ${word()}`;
  const id = await readMessage({ subject, text: `Please call me.\n\n> the couplings of ${pkg.code}` });
  const page = await login('alice');
  await page.goto(`/mail/${id}?tab=triage`);
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('a');
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toBeVisible();
  await page.keyboard.press('r');
  const form = page.getByRole('region', { name: 'Reply' });
  await expect(form.getByLabel('Message')).toBeFocused();
  await page.keyboard.type('I call you at ten.');
  await tabTo(page, form.getByRole('button', { name: 'Send' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: `Re: ${subject}` })).toBeVisible();
});
