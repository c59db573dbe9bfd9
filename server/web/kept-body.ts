// Known to both bundles of the web process, the server's and Remix's.
const BODY = Symbol.for('pmis.keptBody');

/**
 * Keeps a response's whole body beside it, so that the HTTP server sends it in one write with its length instead of
 * reading it back from a web stream. Returns the same response.
 */
export function keepBody(response: Response, body: string | Uint8Array): Response {
  return Object.assign(response, { [BODY]: body });
}

/** The whole body kept with `keepBody`; undefined when the response is to be read as a stream. */
export function keptBody(response: Response): string | Uint8Array | undefined {
  return (response as { [BODY]?: string | Uint8Array })[BODY];
}
