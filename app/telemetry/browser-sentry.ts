import {
  captureException,
  dedupeIntegration,
  eventFiltersIntegration,
  globalHandlersIntegration,
  init,
  linkedErrorsIntegration,
} from '@sentry/remix';
import type { BrowserErrors } from '~server/telemetry/browser-errors.schema.ts';
import { scrubText } from '~server/telemetry/scrub.policy.ts';

/** The path of an address: what follows it may name people and searches. */
const pathOf = (url: string) => url.split(/[?#]/, 1)[0]!;

/**
 * Starts Sentry in the browser: errors only, without breadcrumbs, replay, traces, cookies or form values. Returns what
 * sends an error that React has caught.
 */
export function startBrowserSentry({ dsn, release, environment }: BrowserErrors): (error: unknown) => void {
  init({
    dsn,
    release,
    environment,
    sendDefaultPii: false,
    maxBreadcrumbs: 0,
    defaultIntegrations: false,
    integrations: [
      eventFiltersIntegration(),
      globalHandlersIntegration(),
      linkedErrorsIntegration(),
      dedupeIntegration(),
    ],
    initialScope: { tags: { service: 'browser' } },
    ignoreErrors: [/^ResizeObserver loop/, /^AbortError/, /Failed to fetch|Load failed|NetworkError/],
    beforeSend(event) {
      const values = event.exception?.values?.map((one) => ({ ...one, value: one.value && scrubText(one.value) }));
      return {
        ...event,
        breadcrumbs: undefined,
        user: undefined,
        request: { url: pathOf(location.href) },
        ...(values ? { exception: { values } } : {}),
      };
    },
  });
  return (error) => void captureException(error);
}
