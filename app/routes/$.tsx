import { PageError } from '../components/shell/page-error.tsx';
import { useRouteError } from '@remix-run/react';

/** Every unknown address: a 404 with the navigation around it. */
export function loader() {
  throw new Response(null, { status: 404, statusText: 'Not Found' });
}

export function action() {
  throw new Response(null, { status: 404, statusText: 'Not Found' });
}

export default function UnknownPage() {
  return null;
}

export function ErrorBoundary() {
  return <PageError error={useRouteError()} />;
}
