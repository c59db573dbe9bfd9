import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { data } from '@remix-run/node';
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import { type ReactNode, useEffect } from 'react';
import { AppShell } from './components/shell/app-shell.tsx';
import { PageError } from './components/shell/page-error.tsx';
import { ProgressBar } from './components/ui/progress-bar.tsx';
import { TimeZoneContext } from './components/ui/time-zone.tsx';
import { Toast } from './components/ui/toast.tsx';
import { useNonce } from './http/nonce.tsx';
import { getRootData } from './http/root.server.ts';
import { reportBrowserError } from './telemetry/browser-errors.ts';
import stylesheet from './styles/tailwind.css?url';

export const links: LinksFunction = () => [
  { rel: 'preload', href: interLatin, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [{ title: 'PMIS' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const root = await getRootData(request, context);
  return data(root.data, { headers: root.headers });
}

/** The document around every page and every error page. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const root = useRouteLoaderData<typeof loader>('root');
  const theme = root?.theme ?? 'system';
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {/* Vite and entry.client read the nonce here for the style elements they add. */}
        <meta property="csp-nonce" nonce={nonce} />
        {root?.errors && <meta name="pmis-errors" content={JSON.stringify(root.errors)} />}
        <Meta />
        <Links />
      </head>
      <body>
        <ProgressBar />
        <TimeZoneContext.Provider value={root?.timeZone ?? 'UTC'}>
          <AppShell
            user={root?.user ?? null}
            counts={root?.counts ?? {}}
            projectName={root?.projectName ?? null}
            theme={theme}
          >
            {children}
          </AppShell>
        </TimeZoneContext.Provider>
        <Toast toast={root?.toast ?? null} />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  useEffect(() => {
    // An answer of the server has been reported by the server.
    if (!isRouteErrorResponse(error)) reportBrowserError(error);
  }, [error]);
  return <PageError error={error} />;
}
