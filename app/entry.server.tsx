import { Writable } from 'node:stream';
import type {
  ActionFunctionArgs,
  AppLoadContext,
  EntryContext,
  HandleDataRequestFunction,
  LoaderFunctionArgs,
} from '@remix-run/node';
import { RemixServer, isRouteErrorResponse } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { logger } from '~server/logger.ts';
import { reportError as reportToTracker } from '~server/telemetry/report-error.ts';
import { keepBody } from '~server/web/kept-body.ts';
import { NonceContext } from './http/nonce.tsx';

/** Milliseconds after which data still being streamed is given up. */
export const streamTimeout = 5_000;

/** Larger than any page: React is never asked to pause. */
const PAGE_LIMIT = 64 * 1024 * 1024;

/** Collects what React writes and hands it over whole. */
function collect(done: (page: Uint8Array<ArrayBuffer>) => void): Writable {
  const chunks: Uint8Array[] = [];
  return new Writable({
    highWaterMark: PAGE_LIMIT,
    write(chunk: Uint8Array, _encoding, next) {
      chunks.push(chunk);
      next();
    },
    final(next) {
      done(Buffer.concat(chunks));
      next();
    },
  });
}

/**
 * Renders a page with this response's CSP nonce on every script. No page defers data, so that it is sent whole: one
 * write instead of a stream of small ones. A page that cannot be rendered rejects and becomes Remix's 500.
 */
export default function handleRequest(
  request: Request,
  responseStatusCode: number,
  responseHeaders: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const nonce = loadContext.cspNonce;

  return new Promise((resolve, reject) => {
    let status = responseStatusCode;
    let shellReady = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={remixContext} url={request.url} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        onShellReady() {
          shellReady = true;
        },
        onAllReady() {
          clearTimeout(timer);
          responseHeaders.set('Content-Type', 'text/html; charset=utf-8');
          pipe(collect((page) => resolve(keepBody(new Response(page, { headers: responseHeaders, status }), page))));
        },
        onShellError(error: unknown) {
          clearTimeout(timer);
          reject(error);
        },
        onError(error: unknown) {
          status = 500;
          if (shellReady) reportError(error, request);
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
  reportError(error, args.request);
}

/** Data answers of pages carry one reader's view: no shared cache may keep them. */
export const handleDataRequest: HandleDataRequestFunction = (response) => {
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-store');
  return response;
};

function reportError(error: unknown, request: Request): void {
  if (request.signal.aborted) return;
  if (isRouteErrorResponse(error) && error.status < 500) return;
  logger.error({ err: error, method: request.method, path: new URL(request.url).pathname }, 'page failed');
  reportToTracker(error, { at: 'page' });
}
