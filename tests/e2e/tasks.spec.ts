import { pmis } from './product-command.ts';
import { day, newPackage, newTask, timelineOf, word } from './rows.ts';
import { expect, test } from './test.ts';

test('a task with assignee and due date shows overdue, and the check escalates it once', async ({ login }) => {
  const pkg = await newPackage();
  const title = `Send drawings ${word()}`;
  const page = await login('alice');
  await page.goto(`/packages/${pkg.code}`);
  await page.getByRole('link', { name: 'Add task' }).first().click();
  const form = page.getByRole('region', { name: 'Add a task' });
  await form.getByLabel('Task').fill(title);
  await form.getByLabel('Assignee').selectOption('bob@northgate.example');
  await form.getByLabel('Due').fill(day(-3));
  await form.getByRole('button', { name: 'Add task' }).click();
  const tasks = page.getByRole('table', { name: 'Tasks' });
  await expect(tasks).toContainText(/\d d late/);
  await expect(tasks).toContainText('Bob Fielding');

  await pmis('jobs', 'run', 'check_overdue');
  await pmis('jobs', 'run', 'check_overdue');
  await page.reload();
  await expect(
    page.getByRole('region', { name: 'History' }).getByRole('listitem').filter({ hasText: 'task_escalated' }),
  ).toHaveCount(1);
  expect(
    (await timelineOf('package', pkg.code)).filter(({ eventType }) => eventType === 'task_escalated'),
  ).toHaveLength(1);

  const bob = await login('bob');
  await bob.goto('/');
  await expect(bob.getByRole('main')).toContainText(title);
  await bob.goto(`/tasks?q=${encodeURIComponent(title)}`);
  await bob.getByRole('link', { name: title }).click();
  await expect(bob.getByRole('region', { name: 'History' })).toContainText('became overdue');
});

test('moving an overdue date takes a reason, and the first date stays visible', async ({ login }) => {
  const pkg = await newPackage();
  const task = await newTask({ package: pkg.code, assignee: 'bob@northgate.example', dueDate: day(-2) });
  const page = await login('bob');
  await page.goto(`/tasks/${task.code}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Due').fill(day(5));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Reason').fill('The vendor was ill');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('moved once');
  await expect(page.getByRole('region', { name: 'History' })).toContainText('The vendor was ill');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${task.code} is done` })).toBeVisible();
});

test('a task is added on the Tasks page, found by filter, and a missing package is said', async ({ login }) => {
  const pkg = await newPackage();
  const title = `Order gaskets ${word()}`;
  const page = await login('bob');
  await page.goto('/tasks');
  await page.getByRole('link', { name: 'Add task' }).first().click();
  const form = page.getByRole('region', { name: 'New task' });
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Package').fill('P-99999');
  await form.getByRole('button', { name: 'Add task' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await form.getByLabel('Package').fill(pkg.code);
  await form.getByRole('button', { name: 'Add task' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await page.goto(`/tasks?tab=team&package=${pkg.code}`);
  await expect(page.getByRole('table', { name: 'Tasks' })).toContainText(title);
});
