import { expect, test } from './test.ts';

test('keys pressed while the page comes alive neither break it nor are lost', async ({ login }) => {
  const page = await login('alice');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  for (let visit = 0; visit < 5; visit += 1) {
    await page.goto('/packages', { waitUntil: 'commit' });
    for (let press = 0; press < 6; press += 1) await page.keyboard.press('Tab');
    await expect(page.getByRole('table')).toBeVisible();
    await page.waitForLoadState('networkidle');
  }
});

for (const [path, label] of [
  ['/assistant', 'Ask the assistant'],
  ['/packages/P-001', 'Comment'],
  ['/packages', 'Search'],
] as const) {
  test(`what is typed on ${path} before it is alive stays`, async ({ login }) => {
    const page = await login('alice');
    let letThrough!: () => void;
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route('**/assets/*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(path, { waitUntil: 'commit' });
    const field = page.getByRole(label === 'Search' ? 'searchbox' : 'textbox', { name: label }).first();
    await field.fill('typed early');
    letThrough();
    await page.waitForFunction(() => '__remixRouter' in window);
    await page.waitForLoadState('networkidle');
    await expect(field).toHaveValue('typed early');
  });
}
