import { RemixBrowser } from '@remix-run/react';
import { StrictMode, startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { startBrowserErrors } from './telemetry/browser-errors.ts';

// Radix's scroll lock writes a <style>; its library reads the nonce from this global (package get-nonce).
const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce;
if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });

startBrowserErrors();

/**
 * Starts decoding the page's data and waits for it. RemixBrowser suspends meanwhile when it is first rendered, above every
 * Suspense boundary, and React 18 fails with error 345 when a key or a click arrives in that moment.
 */
async function decodePageData() {
  try {
    RemixBrowser({});
  } catch (decoding) {
    await decoding;
  }
}

function hydrate() {
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RemixBrowser />
      </StrictMode>,
    );
  });
}

void decodePageData().then(hydrate, hydrate);
