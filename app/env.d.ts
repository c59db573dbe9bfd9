import '@remix-run/node';

declare module '@remix-run/node' {
  /** What server/index.ts hands to every loader, action and to entry.server. */
  interface AppLoadContext {
    cspNonce: string;
    requestId: string;
    /** The caller's address, by the trusted proxy where there is one. */
    clientAddress: string;
    /** The request came over https. */
    secure: boolean;
  }
  /** Loader types follow single fetch: dates and undefined arrive as they were sent. */
  interface Future {
    v3_singleFetch: true;
  }
}
