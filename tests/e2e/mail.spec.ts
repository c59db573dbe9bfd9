import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { emlFile, message, readMessage } from './messages.ts';
import { productUrl } from './people.ts';
import { newPackage, timelineOf, word } from './rows.ts';
import { expect, test } from './test.ts';

const NASTY = `<html><body onload="document.title='owned'">
  <p>Dear all, <b>the drawings</b> are attached.</p>
  <script>fetch('https://tracker.example/script')</script>
  <img src="https://tracker.example/pixel.gif" alt="" onerror="fetch('https://tracker.example/onerror')">
  <div style="background:url(https://tracker.example/background.png)">Regards</div>
  <link rel="stylesheet" href="https://tracker.example/style.css">
  <iframe src="https://tracker.example/frame"></iframe>
  <a href="javascript:alert(1)">click</a></body></html>`;

/** Requests to anything but the product; each is refused. */
async function strangers(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.context().route(
    (url) => url.origin !== productUrl(),
    async (route) => {
      asked.push(route.request().url());
      await route.abort();
    },
  );
  return asked;
}

test('a dropped message is filed under its package, opens safely, and its attachment keeps its name', async ({
  login,
}) => {
  const pkg = await newPackage();
  const subject = `${pkg.code} drawings ${word()}`;
  const attachment = { filename: 'Prüfbericht № 7.txt', contentType: 'text/plain', content: 'approved' };
  const bytes = message({ subject, text: 'Dear all, the drawings are attached.', html: NASTY, attachment });
  const page = await login('alice');
  const asked = await strangers(page);
  await page.goto('/mail');
  await page.getByLabel('Message files (.eml)').setInputFiles(emlFile(bytes));
  const received = page.getByRole('region', { name: 'Just received' });
  await expect(received).toContainText(`filed under ${pkg.code}`);

  await received.getByRole('link', { name: subject }).click();
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toBeVisible();
  await page.getByRole('link', { name: 'Original' }).click();
  const frame = page.frameLocator('iframe[title="Original message"]');
  await expect(frame.getByText('Dear all, the drawings are attached.')).toBeVisible();
  await expect(frame.locator('script, iframe, link, [onerror], [onload], a[href^="javascript"]')).toHaveCount(0);
  const sandbox = await page.locator('iframe').getAttribute('sandbox');
  expect(sandbox).not.toMatch(/allow-scripts|allow-same-origin/);
  await page.waitForTimeout(500);
  expect(asked, 'requests to others than PMIS').toEqual([]);
  expect(await page.title()).toContain(subject);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('region', { name: 'Attachments' })
      .getByRole('link', { name: /Prüfbericht/ })
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe('Prüfbericht № 7.txt');
  expect(await readFile(await download.path(), 'utf8')).toBe('approved');

  await page.goto(`/packages/${pkg.code}`);
  await expect(page.getByRole('region', { name: 'Correspondence' })).toContainText(subject);
  await expect(page.getByRole('region', { name: 'History' })).toContainText('email_ingested');
});

test('a message without a code waits in triage, is filed by hand and audited; the same again is a duplicate', async ({
  login,
}) => {
  const pkg = await newPackage();
  const subject = `Greetings ${word()}`;
  const bytes = message({ subject, text: 'When may we come and see you?', from: `Jo <jo@${word()}.example>` });
  const page = await login('bob');
  await page.goto('/mail');
  await page.getByLabel('Message files (.eml)').setInputFiles(emlFile(bytes));
  const received = page.getByRole('region', { name: 'Just received' });
  await expect(received).toContainText('waits in triage');
  await page
    .getByRole('navigation', { name: 'Mail' })
    .getByRole('link', { name: /^Triage/ })
    .click();
  await page
    .getByRole('list', { name: 'Messages' })
    .getByRole('link', { name: new RegExp(subject) })
    .click();
  await page.getByRole('combobox', { name: 'File under', exact: true }).fill('P-99999');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('combobox', { name: 'File under', exact: true }).fill(pkg.code);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: `Filed under ${pkg.code}` })).toBeVisible();
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toContainText('by hand');
  await expect(page.getByRole('complementary', { name: 'Where it belongs' })).toContainText('Bob Fielding');
  expect((await timelineOf('package', pkg.code)).map(({ eventType }) => eventType)).toContain('email_filed');

  await page.goto('/mail');
  await page.getByLabel('Message files (.eml)').setInputFiles(emlFile(bytes, 'again.eml'));
  await expect(received).toContainText('duplicate');
  await expect(received).toContainText(subject);
});

test('a probable package is confirmed with one click', async ({ login }) => {
  const pkg = await newPackage();
  const subject = `Fwd: question ${word()}`;
  const text = `See below.\r\n\r\n-----Original Message-----\r\nFrom: someone\r\nSubject: ${pkg.code}\r\n\r\nAbout ${pkg.code}.`;
  const id = await readMessage({ subject, text, from: 'Elena Marsh <elena.marsh@northgate.example>' });
  const page = await login('alice');
  await page.goto(`/mail/${id}?tab=triage`);
  await page.getByRole('button', { name: `File under ${pkg.code}` }).click();
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Taken away:')).toBeVisible();
});

test('a file that is no message is kept or refused with a reason, and an empty one is refused', async ({ login }) => {
  const page = await login('alice');
  await page.goto('/mail');
  await page.getByLabel('Message files (.eml)').setInputFiles(emlFile(Buffer.alloc(0), 'empty.eml'));
  await expect(page.getByRole('status').filter({ hasText: 'empty.eml' })).toBeVisible();
});

test('the list is walked with the keyboard', async ({ login }) => {
  const pkg = await newPackage();
  const [older, newer] = [`${pkg.code} first ${word()}`, `${pkg.code} second ${word()}`];
  await readMessage({ subject: older, text: 'One' });
  await readMessage({ subject: newer, text: 'Two' });
  const page = await login('alice');
  await page.goto(`/mail?package=${pkg.code}`);
  await expect(page.getByRole('list', { name: 'Messages' }).getByRole('link')).toHaveCount(2);
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 1, name: newer })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 1, name: older })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { level: 1, name: newer })).toBeVisible();
});

test('ticked messages are filed together, also without script', async ({ login, browser }) => {
  const pkg = await newPackage();
  const [first, second] = [`Bolts ${word()}`, `Nuts ${word()}`];
  await readMessage({ subject: first, text: 'Which size?', from: 'Jo <jo@elsewhere.example>' });
  await readMessage({ subject: second, text: 'Which size?', from: 'Jo <jo@elsewhere.example>' });
  const state = await (await login('alice')).context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: state });
  const page = await context.newPage();
  await page.goto('/mail?tab=triage');
  await page.getByLabel(`Tick: ${first}`).check();
  await page.getByLabel(`Tick: ${second}`).check();
  await page.getByLabel('File ticked messages under').fill(pkg.code);
  await page.getByRole('button', { name: 'File ticked' }).click();
  await expect(page.getByRole('status').filter({ hasText: `2 messages filed under ${pkg.code}.` })).toBeVisible();
  await expect(page.getByLabel(`Tick: ${first}`)).toHaveCount(0);
  await context.close();
});

test('messages that could not be read are ticked all at once, and read again, without script too', async ({
  login,
  browser,
}) => {
  const state = await (await login('alice')).context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: state });
  const page = await context.newPage();
  await page.goto('/mail');
  const name = `${word()} is no mail`;
  await page.getByLabel('Message files (.eml)').setInputFiles(emlFile(Buffer.from(`\u0001 ${name}`), 'junk.eml'));
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(async () => {
    await page.goto('/mail?tab=quarantine');
    await expect(page.getByRole('checkbox').first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByRole('checkbox').first()).not.toBeChecked();
  await page.getByRole('link', { name: /^Tick all \d+ on this page$/ }).click();
  const boxes = page.getByRole('checkbox');
  for (const box of await boxes.all()) await expect(box).toBeChecked();
  await page.getByRole('button', { name: 'Read ticked again' }).click();
  await expect(page.getByRole('status').filter({ hasText: /being read again\./ })).toBeVisible();
  await context.close();
});

test('a thousand messages scroll as a hundred do', async ({ login }) => {
  const page = await login('alice');
  await page.goto('/mail');
  const list = page.getByRole('list', { name: 'Messages' });
  await expect(list.getByRole('listitem').first()).toBeVisible();
  /** Frame times in ms while the list is scrolled from end to end, with so many rows: those that are there, repeated. */
  const scroll = (rows: number) =>
    list.evaluate(async (ul, wanted) => {
      const some = [...ul.children];
      while (ul.children.length < wanted) for (const row of some) ul.append(row.cloneNode(true));
      const pane = ul.closest('.md\\:overflow-y-auto')!;
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      // Not what made the rows: what happens while they move.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const frames: number[] = [];
      const tasks: number[] = [];
      const watch = new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map((task) => task.duration)));
      watch.observe({ type: 'longtask' });
      pane.scrollTop = 0;
      let last = await frame();
      for (let n = 0; n < 90; n++) {
        pane.scrollTop += pane.scrollHeight / 90;
        const now = await frame();
        frames.push(now - last);
        last = now;
      }
      watch.disconnect();
      frames.sort((a, b) => a - b);
      return { rows: ul.children.length, median: frames[45]!, p95: frames[85]!, tasksOver50Ms: tasks };
    }, rows);
  const few = await scroll(100);
  const many = await scroll(1000);
  console.info(`Scrolled: ${JSON.stringify([few, many])}`);
  expect(many.rows).toBeGreaterThanOrEqual(1000);
  // Beside each other, because other work on the machine slows both.
  expect(many.median).toBeLessThan(2 * few.median + 17);
});

test('keys file, set aside and explain themselves; filing by hand teaches, and is taken back', async ({ login }) => {
  const pkg = await newPackage();
  const sender = `jo@${word().toLowerCase()}.example`;
  const id = await readMessage({ subject: 'Impeller balancing report', text: 'Attached.', from: `Jo <${sender}>` });
  const page = await login('alice');
  await page.goto(`/mail/${id}?tab=triage`);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('?');
  await expect(page.getByText('file as suggested')).toBeVisible();
  await page.keyboard.press('l');
  await expect(page.getByRole('region', { name: 'File under another package' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(pkg.code);
  await page.keyboard.press('Enter');
  const taught = page.getByRole('region', { name: 'What this taught' });
  await expect(taught).toContainText(`“impeller balancing report” → ${pkg.code}`);
  const like = await readMessage({ subject: 'Impeller balancing report 2', text: 'Again.', from: `Jo <${sender}>` });
  await page.goto(`/mail/${like}`);
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toContainText('Taught: mail from');
  await page.goto(`/mail/${id}`);
  await taught.getByRole('button', { name: 'Undo: only this message' }).click();
  await expect(taught).toHaveCount(0);
  const other = await readMessage({ subject: `Nothing ${word()}`, text: 'Hello.', from: `Jo <${sender}>` });
  await page.goto(`/mail/${other}?tab=triage`);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Put back into triage' })).toBeVisible();
});

test('an attached message, raw headers, and a search in attachments', async ({ login }) => {
  const found = word();
  const id = await readMessage({
    subject: 'Fw: Plates',
    text: 'See the attached mail.',
    attachment: {
      filename: 'Plates.eml',
      contentType: 'message/rfc822',
      content: [
        'From: Mill <mill@steel.example>',
        'Subject: Plates',
        'Content-Type: multipart/mixed; boundary=inner',
        '',
        `--inner\r\n\r\nThey are late: ${found}.`,
        '--inner\r\nContent-Type: text/csv; name=sizes.csv\r\nContent-Disposition: attachment\r\n\r\na;b',
        '--inner--\r\n',
      ].join('\r\n'),
    },
  });
  const page = await login('alice');
  await page.goto(`/mail/${id}?view=headers`);
  await expect(page.getByText('marta.kowal@voltara.example', { exact: false }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Open Plates.eml' }).click();
  await expect(page.getByText(`They are late: ${found}.`)).toBeVisible();
  const [inner] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('region', { name: 'Its attachments' }).getByRole('link', { name: 'sizes.csv' }).click(),
  ]);
  expect(inner.suggestedFilename()).toBe('sizes.csv');
  expect(await readFile(await inner.path(), 'utf8')).toBe('a;b');
  await expect(async () => {
    await page.goto(`/mail?q=${found}`);
    await expect(page.getByText('Found in Plates.eml')).toBeVisible({ timeout: 1000 });
  }).toPass();
});
