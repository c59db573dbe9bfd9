import type { Page } from '@playwright/test';
import { must } from './call-api.ts';
import { signIn } from './people.ts';
import { type ApprovalRow, approve, day, newPackage, propose, word } from './rows.ts';
import { expect, test } from './test.ts';

/** A buyer of its own, whom nothing else in these tests tells anything, and a change of Alice that waits for her. */
async function waitingForBuyer(): Promise<{ cookie: string; code: string; approval: ApprovalRow; name: string }> {
  const name = `Nina ${word()}`;
  const email = `${word()}@northgate.example`;
  const password = 'three quiet harbours';
  await must('charlie', 'POST', '/api/users', { email, name, role: 'operator', password });
  const pkg = await newPackage({ buyer: email });
  await approve('charlie', (await propose('alice', pkg.code, { status: 'planned', reason: 'Ready' })).code);
  const approval = await propose('alice', pkg.code, { deliveryDate: day(180), reason: 'The castings are late' });
  return { cookie: await signIn(email, password), code: pkg.code, approval, name };
}

const bell = (page: Page) => page.getByRole('link', { name: /^Notifications/ });

test('what waits for a person rings her bell; opening it leads there and marks it as read', async ({ login }) => {
  const { cookie, code, approval } = await waitingForBuyer();
  const page = await login({ cookie });
  await page.goto('/');
  await expect(bell(page)).toHaveAccessibleName('Notifications, 1 unread');
  await bell(page).click();
  await page
    .getByRole('button', { name: `Alice Novak asks you to decide ${approval.code}: delivery on ${code}.` })
    .click();
  await expect(page).toHaveURL(new RegExp(`/approvals/${approval.code}$`));
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await page.goto('/notifications');
  await expect(page.getByText('All read')).toBeVisible();
  await page.getByRole('navigation', { name: 'Notifications' }).getByRole('link', { name: 'All' }).click();
  await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(approval.code);
});

test('people talk under a change: a comment names a person, and is edited and deleted by its writer', async ({
  login,
}) => {
  const { cookie, approval, name } = await waitingForBuyer();
  const alice = await login('alice');
  await alice.goto(`/approvals/${approval.code}`);
  const comments = alice.getByRole('region', { name: 'Comments' });
  await comments.getByRole('button', { name: 'Comment' }).click();
  await expect(comments.getByRole('textbox', { name: 'Comment' })).toHaveAttribute('aria-invalid', 'true');
  await comments.getByRole('textbox', { name: 'Comment' }).fill(`Can this wait, @${name}?`);
  await comments.getByRole('button', { name: 'Comment' }).click();
  await expect(comments.getByRole('list', { name: 'Comments' })).toContainText('Can this wait');
  await expect(comments.getByRole('textbox', { name: 'Comment' })).toHaveValue('');

  const nina = await login({ cookie });
  await nina.goto('/notifications');
  await nina
    .getByRole('button', { name: `Alice Novak named you on ${approval.code}: Can this wait, @${name}?` })
    .click();
  await expect(nina).toHaveURL(new RegExp(`/approvals/${approval.code}#comments$`));
  await nina.getByRole('textbox', { name: 'Comment' }).fill('No.');
  await nina.getByRole('button', { name: 'Comment' }).click();
  const theirs = nina.getByRole('list', { name: 'Comments' }).getByRole('listitem');
  await expect(theirs).toHaveCount(2);
  await expect(theirs.first().getByRole('link', { name: /^Edit/ })).toHaveCount(0);
  await theirs.nth(1).getByRole('link', { name: /^Edit/ }).click();
  await nina.getByRole('textbox', { name: 'Your comment' }).fill('Not a day.');
  await nina.getByRole('button', { name: 'Save' }).click();
  await expect(theirs.nth(1)).toContainText('edited');
  await theirs.nth(1).getByRole('link', { name: /^Edit/ }).click();
  await nina.getByRole('button', { name: 'Delete' }).click();
  await expect(theirs).toHaveCount(1);
});

test('what is told by mail is one’s own choice', async ({ login }) => {
  const { cookie } = await waitingForBuyer();
  const page = await login({ cookie });
  await page.goto('/account');
  const choice = page.getByRole('region', { name: 'Notifications' });
  await choice.getByLabel('A digest at 07:00 on working days').uncheck();
  await choice.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'what you are told by mail' })).toBeVisible();
  await page.reload();
  await expect(choice.getByLabel('A digest at 07:00 on working days')).not.toBeChecked();
  await expect(choice.getByLabel('A task is given to me')).toBeChecked();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('notifications are opened and marked, comments are written', async ({ login }) => {
    const { cookie, code, approval } = await waitingForBuyer();
    await must('alice', 'POST', '/api/comments', { about: code, text: 'The foundry has no sand.' });
    const page = await login({ cookie }, { javaScriptEnabled: false });
    await page.goto('/notifications');
    await page.getByRole('button', { name: /The foundry has no sand/ }).click();
    await expect(page).toHaveURL(new RegExp(`/packages/${code}#comments$`));
    const comments = page.getByRole('region', { name: 'Comments' });
    await comments.getByRole('textbox', { name: 'Comment' }).fill('Then another foundry.');
    await comments.getByRole('button', { name: 'Comment' }).click();
    await expect(comments.getByRole('list', { name: 'Comments' })).toContainText('Then another foundry.');
    await page.goto('/notifications');
    await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(approval.code);
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(page.getByText('All read')).toBeVisible();
  });
});
