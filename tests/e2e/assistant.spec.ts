import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStub, type Stub } from '../setup/llm-stub/server.mjs';
import { startProgram } from '../setup/product.ts';
import { freePort } from '../setup/services.ts';
import { getPackage, packageIn } from './rows.ts';
import { expect, expectAccessible, test } from './test.ts';

test('asks about a package from its page and opens what the answer rests on', async ({ login }) => {
  const pkg = await packageIn('evaluation');
  const page = await login('alice');
  await page.goto(`/packages/${pkg.code}`);
  await page.getByRole('link', { name: `Ask about ${pkg.code}` }).click();
  await page.getByLabel('Ask the assistant').fill('Where do we stand?');
  await page.getByLabel('Ask the assistant').press('Enter');
  await expect(page).toHaveURL(/\/assistant\/[0-9a-f-]{36}$/);
  const messages = page.getByRole('list', { name: 'Messages' });
  await expect(messages).toContainText('Evaluation');
  await expect(messages).toContainText('Assistant, by rules');
  await expectAccessible(page);
  await messages.getByRole('list', { name: 'Evidence' }).getByRole('link', { name: pkg.code }).click();
  await expect(page).toHaveURL(new RegExp(`/packages/${pkg.code}$`));
  await page.getByRole('link', { name: `Ask about ${pkg.code}` }).click();
  await expect(page.getByRole('list', { name: 'Messages' })).toContainText('Where do we stand?');
});

test('takes a proposal and a task back in place', async ({ login }) => {
  const pkg = await packageIn('evaluation');
  const page = await login('alice');
  await page.goto(`/assistant?package=${pkg.code}`);
  const ask = async (question: string) => {
    await page.getByLabel('Ask the assistant').fill(question);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
  };
  await ask('push the delivery to 3 May 2031');
  await expect(page.getByRole('list', { name: 'Messages' })).toContainText('3 May 2031');
  await page.getByRole('button', { name: 'Undo: withdraw the proposal' }).click();
  await expect(page.getByText(`${pkg.code} · withdrawn`)).toBeVisible();
  expect((await getPackage(pkg.code)).deliveryDate).toBe(pkg.deliveryDate);
  await ask('create a task to inspect the flanges by 3 May 2031');
  await page.getByRole('button', { name: 'Undo: cancel the task' }).click();
  await expect(page.getByText(/due 3 May 2031 · cancelled/)).toBeVisible();
});

test('names, deletes and forgets', async ({ login }) => {
  const page = await login('bob');
  await page.goto('/assistant');
  await page.getByLabel('Ask the assistant').fill('Remember that the flanges of Kestrel are DN 350');
  await page.getByLabel('Ask the assistant').press('Enter');
  const notes = page.getByRole('list', { name: 'Your notes' });
  await expect(notes).toContainText('DN 350');
  await notes.getByRole('button', { name: /DN 350/ }).click();
  await expect(notes).toBeHidden();
  await page.getByText('Rename or delete').click();
  await page.getByLabel('Name').fill('About flanges');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { name: 'About flanges' })).toBeVisible();
  await page.getByText('Rename or delete').click();
  await page.getByRole('button', { name: 'Delete this conversation' }).click();
  await expect(page).toHaveURL(/\/assistant$/);
  await expect(page.getByRole('link', { name: 'About flanges' })).toBeHidden();
});

test.describe('with a model', () => {
  test.describe.configure({ mode: 'serial' });
  let stub: Stub;
  let web: ChildProcess;
  let url: string;

  test.beforeAll(async () => {
    const text = 'The register has nothing on this, and I say so slowly, word by word, so that a reader can stop me.';
    stub = await createStub({ script: { rules: [], defaults: { chunkMs: 120, chunkSize: 6 }, fallback: { text } } });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = JSON.parse(process.env.E2E_PRODUCT_ENV!) as NodeJS.ProcessEnv;
    web = startProgram('server', { ...env, PORT: String(port), OPENAI_API_KEY: 'x', OPENAI_BASE_URL: stub.baseURL });
    while (!(await fetch(`${url}/health/live`).catch(() => null))?.ok) await sleep(50);
  });
  test.afterAll(async () => {
    web.kill('SIGTERM');
    await once(web, 'exit');
    await stub.close();
  });

  test('words come as they are written, and stop when told', async ({ login }) => {
    const page = await login('alice');
    await page.goto(`${url}/assistant`);
    await page.getByLabel('Ask the assistant').fill('What do you make of it all?');
    await page.getByLabel('Ask the assistant').press('Enter');
    const messages = page.getByRole('list', { name: 'Messages' });
    await expect(messages).toContainText('The register has');
    await expect(messages).not.toContainText('stop me');
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(messages).toContainText('Stopped before its end');
    await expect(messages).not.toContainText('stop me');
    await expect.poll(() => stub.requests.at(-1)?.clientAbortedAfterMs).toBeGreaterThan(0);
    await page.reload();
    await expect(messages).toContainText('Stopped before its end');
    await expect(page.getByRole('button', { name: 'Ask', exact: true })).toBeVisible();
  });

  test('a whole answer says by which model', async ({ login }) => {
    const page = await login('chidi');
    await page.goto(`${url}/assistant`);
    await page.getByLabel('Ask the assistant').fill('What do you make of it all?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const messages = page.getByRole('list', { name: 'Messages' });
    await expect(messages).toContainText('Assistant, by openai:');
    await expect(messages).toContainText('I found no evidence for this in PMIS.');
    await expect(messages).toContainText('No row or message stands behind this answer.');
  });
});
