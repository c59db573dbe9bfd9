import { must } from './call-api.ts';
import { readMessage } from './messages.ts';
import { day, newPackage, type PackageRow } from './rows.ts';
import { expect, test } from './test.ts';

/** A vendor's message that asks for the same thing by a day; its id. */
const askedBy = ({ code, title }: PackageRow, due: string) =>
  readMessage({
    subject: `${code} ${title}`,
    text: `Dear Alice,\r\n\r\nCould you please return the signed drawings of ${code} by ${due}?\r\n\r\nMarta`,
  });

test('a later message with another day moves the date of the task that it speaks of', async ({ login }) => {
  const pkg = await newPackage();
  const page = await login('alice');
  await page.goto(`/mail/${await askedBy(pkg, day(20))}`);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toHaveCount(0);

  const dueDates = async () => {
    const { items } = await must<{ items: { dueDate: string }[] }>('alice', 'GET', `/api/tasks?package=${pkg.code}`);
    return items.map(({ dueDate }) => dueDate);
  };
  expect(await dueDates()).toEqual([day(20)]);

  await page.goto(`/mail/${await askedBy(pkg, day(27))}`);
  await page.getByRole('button', { name: 'Move the date' }).click();
  await expect(page.getByRole('button', { name: 'Move the date' })).toHaveCount(0);
  expect(await dueDates()).toEqual([day(27)]);
});
