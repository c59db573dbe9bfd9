import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { type Person, productUrl, sessionOf } from './people.ts';

interface Fixtures {
  /** A page of its own context, signed in as a demo person, or with the session cookie given. */
  login: (who: Person | { cookie: string }, options?: BrowserContextOptions) => Promise<Page>;
  /** Makes a console.error, an uncaught error, a refused resource or a 5xx on the page fail the test. */
  watch: (page: Page) => void;
}

/**
 * The browser's own line about an answer of 4xx (forms answer 422, and tests ask for pages that are refused), and about
 * a network interface of this machine that came or went.
 */
const REFUSED =
  /^Failed to load resource: (the server responded with a status of 4(01|03|04|09|22)\b|net::ERR_NETWORK_CHANGED)/;

export const test = base.extend<Fixtures & { troubles: string[] }>({
  troubles: [
    async ({ browserName: _browser }, use) => {
      const troubles: string[] = [];
      await use(troubles);
      const stray = troubles.filter((text) => !REFUSED.test(text));
      expect(stray, 'errors in the browser console').toEqual([]);
    },
    { auto: true },
  ],
  watch: async ({ troubles }, use) => {
    await use((page) => {
      page.on('console', (line) => {
        if (line.type() === 'error') troubles.push(line.text());
      });
      page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
      page.on('response', (answer) => {
        if (answer.status() >= 500) troubles.push(`${answer.status()} ${answer.url()}`);
      });
    });
  },
  page: async ({ page, watch }, use) => {
    watch(page);
    await use(page);
  },
  login: async ({ browser, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (who, options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const value = typeof who === 'string' ? await sessionOf(who) : who.cookie;
      await context.addCookies([{ name: 'pmis_session', value, url: productUrl(), httpOnly: true, sameSite: 'Lax' }]);
      const page = await context.newPage();
      watch(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with each violation of WCAG 2.2 A and AA that axe finds on the page, and where. */
export async function expectAccessible(page: Page): Promise<void> {
  // Only violations are written out: what passes takes axe a third of its time.
  const options = { runOnly: { type: 'tag' as const, values: WCAG }, resultTypes: ['violations' as const] };
  // The frame of a mail runs no scripts, axe's neither. Legacy mode stays on this page: another one would take the focus.
  await page.evaluate(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));
  const { violations } = await new AxeBuilder({ page }).options(options).setLegacyMode().analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Fails when the page is wider than its window. */
export async function expectNoSideways(page: Page): Promise<void> {
  const { wide, page: width } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 3)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className.toString().slice(0, 80)}`);
    return { page: document.documentElement.scrollWidth - width, wide };
  });
  expect(width, `${page.url()} overflows sideways by pixels; its widest: ${wide.join(' | ')}`).toBe(0);
}

/** Goes on by so many Tab presses and fails when one lands on something that does not show it has the focus. */
export async function expectFocusVisible(page: Page, presses: number): Promise<void> {
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element instanceof HTMLIFrameElement) return null;
      // The last stop of a date control is its calendar button, which the browser marks itself.
      if (element instanceof HTMLInputElement && element.type === 'date' && !element.matches(':focus-visible'))
        return null;
      const marked = (style: CSSStyleDeclaration) =>
        style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      const shown =
        marked(getComputedStyle(element)) ||
        marked(getComputedStyle(element, '::after')) ||
        getComputedStyle(element).boxShadow !== 'none';
      return shown ? null : element.outerHTML.slice(0, 200);
    });
    expect(unseen, `${page.url()}: focus that cannot be seen, after ${press + 1} Tabs`).toBeNull();
  }
}

export { expect };
