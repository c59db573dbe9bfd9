import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './call-api.ts';
import { message, readMessage } from './messages.ts';
import { newPackage, word } from './rows.ts';
import { expect, expectAccessible, test } from './test.ts';

/** The mail that the SMTP server took with these words in it; waits for it. */
async function sentMail(words: string): Promise<string> {
  const folder = process.env.E2E_MAIL_FOLDER!;
  for (let look = 0; look < 100; look += 1) {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const found = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).find((raw) => raw.includes(words));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail with “${words}” was sent.`);
}

const header = (raw: string, name: string) => new RegExp(`^${name}:\\s*(\\S.*)$`, 'im').exec(raw)?.[1]?.trim();

test('a reply from the page is received by the mail server, stands in the thread, and its answer too', async ({
  login,
}) => {
  const pkg = await newPackage();
  const subject = `${pkg.code} valves ${word()}`;
  const id = await readMessage({ subject, text: 'When do you need the valves?' });
  const page = await login('alice');
  await page.goto(`/mail/${id}`);
  await page.getByRole('link', { name: /^Reply/ }).click();
  const form = page.getByRole('region', { name: 'Reply' });
  await expect(form.getByLabel('To')).toHaveValue('Marta Kowal <marta.kowal@voltara.example>');
  await expect(form.getByLabel('Subject')).toHaveValue(`Re: ${subject}`);
  await form.getByLabel('To').fill('nonsense');
  const words = `By Friday, please ${word()}.`;
  await form.getByLabel('Message').fill(words);
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByText('nonsense is not an address.')).toBeVisible();
  await expect(form.getByLabel('Message')).toHaveValue(words);
  await form.getByLabel('To').fill('Marta Kowal <marta.kowal@voltara.example>');
  await form
    .getByLabel('Files')
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('plan') });
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Send' }).click();

  await expect(page.getByRole('heading', { level: 1, name: `Re: ${subject}` })).toBeVisible();
  const raw = await sentMail(words);
  expect(raw).toContain('filename=plan.txt');
  await expect(page.getByRole('link', { name: /plan\.txt/ }).first()).toBeVisible();
  expect(header(raw, 'To')).toBe('Marta Kowal <marta.kowal@voltara.example>');
  await page.reload();
  await expect(page.getByText('Sent', { exact: true }).last()).toBeVisible();
  const conversation = page.getByRole('region', { name: 'Conversation' });
  await expect(conversation.getByRole('link')).toHaveCount(2);
  await expect(page.getByRole('region', { name: `Filed under ${pkg.code}` })).toBeVisible();
  await expectAccessible(page);

  const address = /reply\+[a-z2-7]+@mail\.northgate\.example/.exec(raw)![0];
  const answer = message({ subject: 'Delivery', text: 'Friday is fine.' })
    .toString('utf8')
    .replace(/^To: .*$/m, `To: ${address}`);
  const received = await must<{ id: string }>('alice', 'POST', '/api/emails', Buffer.from(answer));
  await expect(async () => {
    await page.reload();
    await expect(conversation.getByRole('link')).toHaveCount(3);
  }).toPass();
  await page.goto(`/mail/${received.id}`);
  await expect(page.getByText(`It answers to the reply address of ${pkg.code}.`)).toBeVisible();

  await page.goto('/mail?tab=sent');
  await expect(page.getByRole('list', { name: 'Sent' }).getByRole('link', { name: new RegExp(subject) })).toContainText(
    'Sent',
  );
  await page.goto('/mail');
  await expect(page.getByRole('list', { name: 'Messages' })).not.toContainText(`Re: ${subject}`);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a reply is written and sent', async ({ login }) => {
    const subject = `Gaskets ${word()}`;
    const id = await readMessage({ subject, text: 'Which size?' });
    const page = await login('alice', { javaScriptEnabled: false });
    await page.goto(`/mail/${id}`);
    await page.getByRole('link', { name: /^Reply/ }).click();
    const words = `DN 80 ${word()}`;
    const form = page.getByRole('region', { name: 'Reply' });
    await form.getByLabel('Message').fill(words);
    await form
      .getByLabel('Files')
      .setInputFiles({ name: 'size.txt', mimeType: 'text/plain', buffer: Buffer.from('DN 80') });
    await form.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('heading', { level: 1, name: `Re: ${subject}` })).toBeVisible();
    expect(await sentMail(words)).toContain('filename=size.txt');
  });
});

test('a viewer reads mail and cannot reply; a machine is not answered', async ({ login }) => {
  const id = await readMessage({ subject: `Gaskets ${word()}`, text: 'Which size?' });
  const viewer = await login('vera');
  await viewer.goto(`/mail/${id}`);
  await expect(viewer.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(viewer.getByRole('link', { name: /^Reply/ })).toHaveCount(0);
  const robot = await readMessage({ subject: `Automatic reply: away ${word()}`, text: 'I am away.' });
  const page = await login('alice');
  await page.goto(`/mail/${robot}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Reply/ })).toHaveCount(0);
});

test('the link of a digest ends it without a sign-in, and a wrong one does not', async ({ page }) => {
  await page.goto('/unsubscribe/nonsense');
  await expect(page.getByText('This link is not complete.')).toBeVisible();
  await expectAccessible(page);
});
