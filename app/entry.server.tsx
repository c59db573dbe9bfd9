import { PassThrough } from 'node:stream';
import type {
  ActionFunctionArgs,
  AppLoadContext,
  EntryContext,
  HandleDataRequestFunction,
  LoaderFunctionArgs,
} from '@remix-run/node';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { RemixServer, isRouteErrorResponse } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from './http/nonce.tsx';

/** Milliseconds after which data still being streamed is given up. */
export const streamTimeout = 5_000;

/**
 * Renders a page as a stream with this response's CSP nonce on every script. Crawlers get the whole page at once.
 * A shell that cannot be rendered rejects and becomes Remix's 500.
 */
export default function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const waitForAll = isbot(request.headers.get('user-agent') ?? '');
  const nonce = loadContext.cspNonce;

  return new Promise((resolve, reject) => {
    let status = responseStatusCode;
    let shellRendered = false;

    const respond = () => {
      shellRendered = true;
      const body = new PassThrough();
      responseHeaders.set('Content-Type', 'text/html; charset=utf-8');
      resolve(new Response(createReadableStreamFromReadable(body), { headers: responseHeaders, status }));
      pipe(body);
    };

    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={remixContext} url={request.url} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        onShellReady: waitForAll ? undefined : respond,
        onAllReady() {
          clearTimeout(timer);
          if (waitForAll) respond();
        },
        onShellError(error: unknown) {
          clearTimeout(timer);
          reject(error);
        },
        onError(error: unknown) {
          status = 500;
          if (shellRendered) reportError(error, request, loadContext);
        },
      },
    );
    // A second longer than the data's own limit, so that its rejection is still sent to the page.
    const timer = setTimeout(abort, streamTimeout + 1_000);
    timer.unref();
  });
}

/** Called by Remix for every unexpected throw of a loader, an action or the first render. */
export function handleError(error: unknown, args: LoaderFunctionArgs | ActionFunctionArgs): void {
  reportError(error, args.request, args.context);
}

/** Data answers of pages carry one reader's view: no shared cache may keep them. */
export const handleDataRequest: HandleDataRequestFunction = (response) => {
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store');
  return response;
};

function reportError(error: unknown, request: Request, context: AppLoadContext): void {
  if (request.signal.aborted) return;
  if (isRouteErrorResponse(error) && error.status < 500) return;
  const path = new URL(request.url).pathname;
  console.error(`request ${context.requestId} ${request.method} ${path} failed`, error);
}
