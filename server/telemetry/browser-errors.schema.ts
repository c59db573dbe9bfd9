/** What a page tells the browser of error tracking. */
export type BrowserErrors = { dsn: string; release: string; environment: string };
