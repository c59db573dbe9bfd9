import type { BrowserErrors } from '~server/telemetry/browser-errors.schema.ts';

const MOST_WAITING = 20;
const waiting: unknown[] = [];
let send: ((error: unknown) => void) | undefined;
let configured = false;

/** Tells the error tracker, where this installation has one, of a failure in the browser. */
export function reportBrowserError(error: unknown): void {
  if (send) send(error);
  else if (configured && waiting.length < MOST_WAITING) waiting.push(error);
}

/**
 * Starts reporting where the page names a tracker (a meta element of the root layout). The library is a file of its
 * own that is fetched only then, when the page is done with its own work; what fails before is kept for it.
 */
export function startBrowserErrors(): void {
  const told = document.querySelector<HTMLMetaElement>('meta[name="pmis-errors"]')?.content;
  if (!told) return;
  const config = JSON.parse(told) as BrowserErrors;
  configured = true;
  const onError = (event: ErrorEvent) => reportBrowserError(event.error ?? event.message);
  const onRejection = (event: PromiseRejectionEvent) => reportBrowserError(event.reason);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  const start = async () => {
    const { startBrowserSentry } = await import('./browser-sentry.ts');
    removeEventListener('error', onError);
    removeEventListener('unhandledrejection', onRejection);
    send = startBrowserSentry(config);
    for (const error of waiting.splice(0)) send(error);
  };
  setTimeout(() => void start().catch(() => undefined), 0);
}
