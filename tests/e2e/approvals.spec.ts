import { approve, getPackage, newPackage, packageIn, propose, timelineOf } from './rows.ts';
import { expect, test } from './test.ts';

test('an admin does not decide what he requested himself', async ({ login }) => {
  const pkg = await newPackage();
  const approval = await propose('charlie', pkg.code, { status: 'planned', reason: 'Ready' });
  const page = await login('charlie');
  await page.goto(`/approvals/${approval.code}`);
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expect(page.getByText('You requested this; somebody else decides.')).toBeVisible();
  await page.goto('/approvals?tab=requested');
  await expect(page.getByRole('table', { name: 'Approvals' })).toContainText(approval.code);
});

test('rejecting takes a reason and leaves the package as it was', async ({ login }) => {
  const pkg = await newPackage();
  const approval = await propose('alice', pkg.code, { status: 'planned', reason: 'Ready' });
  const page = await login('charlie');
  await page.goto(`/approvals/${approval.code}`);
  await page.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Reason').fill('The scope is not agreed yet');
  await page.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is rejected; nothing was changed' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Level and decisions' })).toContainText('The scope is not agreed yet');
  expect(await getPackage(pkg.code)).toMatchObject({ status: 'draft', version: pkg.version });
});

test('a requester withdraws', async ({ login }) => {
  const pkg = await newPackage();
  const approval = await propose('alice', pkg.code, { status: 'planned', reason: 'Ready' });
  const page = await login('alice');
  await page.goto(`/packages/${pkg.code}`);
  await page.getByRole('link', { name: 'Withdraw' }).click();
  await page.getByLabel('Why, if you like').fill('Too early');
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByText('Withdrawn by its requester')).toBeVisible();
  expect((await timelineOf('package', pkg.code))[0]!.eventType).toBe('approval_withdrawn');
  expect(approval.status).toBe('pending');
});

test('a base that has moved supersedes a proposal, which is proposed again on today’s values', async ({ login }) => {
  const pkg = await packageIn('planned');
  const stale = await propose('alice', pkg.code, { budgetAmount: '410000.00', reason: 'Steel got dearer' });
  const other = await propose('bob', pkg.code, { budgetAmount: '420000.00', reason: 'Steel got much dearer' });
  await approve('charlie', other.code);
  const decider = await login('charlie');
  await decider.goto(`/approvals/${stale.code}`);
  await decider.getByLabel('Reason').fill('Fine');
  await decider.getByRole('button', { name: 'Approve' }).click();
  await expect(decider.getByText('Superseded: nothing was changed')).toBeVisible();
  await expect(decider.getByRole('alert')).toContainText('Budget');

  const page = await login('alice');
  await page.goto(`/approvals/${stale.code}`);
  await page.getByRole('link', { name: 'Propose again on today’s values' }).click();
  await expect(page.getByLabel('Budget')).toHaveValue('410,000.00');
  await page.getByRole('button', { name: 'Propose change' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for a decision' });
  await expect(waiting).toContainText('420,000.00');
  await expect(waiting).toContainText('410,000.00');
  expect((await timelineOf('package', pkg.code)).map(({ eventType }) => eventType)).toContain('approval_superseded');
});

test('a critical change takes two deciders with reasons', async ({ login }) => {
  const pkg = await packageIn('evaluation', { budgetAmount: '6000000.00' });
  const { code } = await propose('alice', pkg.code, {
    status: 'awarded',
    vendor: 'Voltara Energy',
    contractAmount: '5900000.00',
    reason: 'Best evaluated bid',
  });
  const charlie = await login('charlie');
  await charlie.goto(`/approvals/${code}`);
  await expect(charlie.getByRole('region', { name: 'Level and decisions' })).toContainText('Critical');
  await charlie.getByRole('button', { name: 'Approve, 1 of 2' }).click();
  await expect(charlie.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await charlie.getByLabel('Reason').fill('Agreed');
  await charlie.getByRole('button', { name: 'Approve, 1 of 2' }).click();
  await expect(charlie.getByRole('status').filter({ hasText: 'Approved, 1 of 2' })).toBeVisible();
  await expect(charlie.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  expect(await getPackage(pkg.code)).toMatchObject({ status: 'evaluation' });

  const chidi = await login('chidi');
  await chidi.goto(`/approvals/${code}`);
  await chidi.getByLabel('Reason').fill('Agreed too');
  await chidi.getByRole('button', { name: 'Approve, 2 of 2' }).click();
  await expect(chidi.getByText('Approved and applied', { exact: true })).toBeVisible();
  expect(await getPackage(pkg.code)).toMatchObject({ status: 'awarded', contractAmount: '5900000.00' });
});

test('a decider who edits a request no longer decides it', async ({ login }) => {
  const pkg = await packageIn('planned');
  const { code } = await propose('alice', pkg.code, {
    budgetAmount: '500000.00',
    vendor: 'Voltara Energy',
    reason: 'Better offer',
  });
  const page = await login('charlie');
  await page.goto(`/approvals/${code}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel(/^Keep .*[vV]endor/).uncheck();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('region', { name: 'What changes' })).not.toContainText('Voltara');
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const chidi = await login('chidi');
  await chidi.goto(`/approvals/${code}`);
  await chidi.getByRole('button', { name: 'Approve' }).click();
  await expect(chidi.getByText('Approved and applied', { exact: true })).toBeVisible();
});

test('somebody who decides a moment later is told that it is decided', async ({ login }) => {
  const pkg = await newPackage();
  const { code } = await propose('alice', pkg.code, { status: 'planned', reason: 'Ready' });
  const page = await login('charlie');
  await page.goto(`/approvals/${code}`);
  await approve('chidi', code);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Level and decisions' })).toContainText('Chidi Eze approved');
  expect(
    (await timelineOf('package', pkg.code)).filter(({ eventType }) => eventType === 'approval_decided'),
  ).toHaveLength(1);
});
