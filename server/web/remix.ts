import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AppLoadContext, createRequestHandler, type ServerBuild } from '@remix-run/node';
import sirv from 'sirv';
import { appRoot } from '../app-root.ts';
import { routeNames } from '../metrics/route-names.ts';
import { routeFamilies } from './route-families.ts';

type Middleware = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;
/** The application: pages and API, its files, and the names of its routes. */
export type Remix = {
  handle: (request: Request, context: AppLoadContext) => Promise<Response>;
  assets: Middleware[];
  /** The pattern of a path's route, for metrics. */
  routeOf: (pathname: string) => string;
};

/** Vite in this process; its hot reload speaks over the same port, as the Content-Security-Policy wants. */
export async function developmentRemix(server: Server): Promise<Remix> {
  const vite = await import('vite');
  const dev = await vite.createServer({
    root: appRoot,
    server: { middlewareMode: true, hmr: { server } },
    appType: 'custom',
  });
  const load = () => dev.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>;
  return {
    handle: createRequestHandler(load, 'development'),
    assets: [dev.middlewares as unknown as Middleware],
    routeOf: () => '(development)',
  };
}

/**
 * Remix tries each request against all routes it knows, one after the other and several times: a fifth of the work of a
 * small answer. So each pattern of a path gets a handler of its own, which knows the routes of that pattern only.
 */
function handlers(build: ServerBuild, routeOf: Remix['routeOf']): Remix['handle'] {
  const families = routeFamilies(build.routes, routeOf);
  const whole = createRequestHandler(build, 'production');
  const made = new Map<string, Remix['handle']>();
  const handlerOf = (pattern: string): Remix['handle'] => {
    const known = made.get(pattern);
    if (known) return known;
    const family = families.get(pattern);
    if (!family) return whole;
    const only = <R>(routes: Record<string, R>): Record<string, R> =>
      Object.fromEntries(Object.entries(routes).filter(([id]) => family.has(id)));
    const part = {
      ...build,
      routes: only(build.routes),
      assets: { ...build.assets, routes: only(build.assets.routes) },
    };
    const handle = createRequestHandler(part, 'production');
    made.set(pattern, handle);
    return handle;
  };
  return (request, context) => handlerOf(routeOf(new URL(request.url).pathname))(request, context);
}

/** What `npm run build` made. */
export async function builtRemix(): Promise<Remix> {
  const client = path.join(appRoot, 'build/remix/client');
  const file = pathToFileURL(path.join(appRoot, 'build/pages.js')).href;
  const build = (await import(/* @vite-ignore */ file)) as ServerBuild;
  const routeOf = routeNames(build.routes);
  return {
    handle: handlers(build, routeOf),
    assets: [sirv(client, { etag: true, dotfiles: false, setHeaders: cacheAssets })],
    routeOf,
  };
}

function cacheAssets(res: ServerResponse, pathname: string): void {
  res.setHeader(
    'cache-control',
    pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  );
}
