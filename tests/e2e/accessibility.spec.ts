import type { Browser, Page } from '@playwright/test';
import { makeRows, pageRoutes, PAGES } from './pages.ts';
import { productUrl, sessionOf } from './people.ts';
import { expect, expectAccessible, expectFocusVisible, expectNoSideways, test } from './test.ts';

const LOOKS = {
  light: { colorScheme: 'light' },
  'dark at 380 px': { colorScheme: 'dark', viewport: { width: 380, height: 800 } },
} as const;
type Look = keyof typeof LOOKS;

let rows: ReturnType<typeof makeRows> | null = null;
/** One set of rows for all tests of this worker: they only look. */
const sharedRows = () => (rows ??= makeRows());

/** One window a look, signed in as Charlie, for all tests of this worker: it keeps what each page has in common. */
const windows = new Map<Look, Page>();

async function windowOf(look: Look, browser: Browser): Promise<Page> {
  const known = windows.get(look);
  if (known) return known;
  const context = await browser.newContext(LOOKS[look]);
  const value = await sessionOf('charlie');
  await context.addCookies([{ name: 'pmis_session', value, url: productUrl(), httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  windows.set(look, page);
  return page;
}

test.afterAll(async () => {
  for (const page of windows.values()) await page.context().close();
  windows.clear();
});

test('every route that renders a page is among those looked at', () => {
  expect(Object.keys(PAGES).sort()).toEqual(pageRoutes().sort());
});

/** What holds of every page: one heading, a title of its own, no violation, no sideways scrolling. */
async function expectSound(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/\S/);
  await expectNoSideways(page);
  await expectAccessible(page);
}

for (const look of ['light', 'dark at 380 px'] as const) {
  test.describe(look, () => {
    test('sign-in', async ({ browser, watch }) => {
      const context = await browser.newContext(LOOKS[look]);
      const page = await context.newPage();
      watch(page);
      await page.goto('/sign-in');
      await expectSound(page);
      await context.close();
    });

    for (const [route, addresses] of Object.entries(PAGES)) {
      if (addresses === PAGES['sign-in']) continue;
      test(route, async ({ browser, watch }) => {
        const page = await windowOf(look, browser);
        page.removeAllListeners();
        watch(page);
        for (const path of addresses(await sharedRows())) {
          await test.step(path, async () => {
            await page.goto(path);
            await expectSound(page);
            await expectFocusVisible(page, 8);
          });
        }
      });
    }
  });
}

test('the menu of small screens opens and closes with the keyboard', async ({ login }) => {
  const page = await login('alice', LOOKS['dark at 380 px']);
  await page.goto('/packages');
  await page.getByRole('button', { name: 'Menu' }).press('Enter');
  const nav = page.getByRole('navigation', { name: 'Main' });
  await expect(nav).toBeVisible();
  await expectAccessible(page);
  await nav.getByRole('link', { name: /^Tasks/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  await expect(nav).toBeHidden();
});
