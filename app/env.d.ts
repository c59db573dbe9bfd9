import '@remix-run/node';

declare module '@remix-run/node' {
  /** What server/index.ts hands to every loader, action and to entry.server. */
  interface AppLoadContext {
    cspNonce: string;
    requestId: string;
  }
  /** Loader types follow single fetch: dates and undefined arrive as they were sent. */
  interface Future {
    v3_singleFetch: true;
  }
}
