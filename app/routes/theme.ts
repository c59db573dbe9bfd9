import { redirect } from '@remix-run/node';
import type { ActionFunctionArgs } from '@remix-run/node';
import { errorResponse } from '../http/answers.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { isTheme, themeCookie } from '../http/theme.server.ts';

/** A visit by address has nothing to show. */
export function loader() {
  return redirect('/');
}

/** Keeps the reader's theme in a cookie and returns to the page of the form. Unknown theme: 422. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request).catch((error: unknown) => {
    throw errorResponse(error);
  });
  const theme = form.get('theme');
  if (!isTheme(theme)) throw new Response('theme must be system, light or dark', { status: 422 });
  const returnTo = ownPath(request, form.get('returnTo'));
  return redirect(returnTo, { headers: { 'Set-Cookie': await themeCookie(request, theme) } });
}

/** The path of an address on this site, else `/`: a form never redirects to another host. */
function ownPath(request: Request, value: FormDataEntryValue | null): string {
  if (typeof value !== 'string' || !URL.canParse(value, request.url)) return '/';
  const url = new URL(value, request.url);
  if (url.origin !== new URL(request.url).origin) return '/';
  return url.pathname.replace(/^\/+/, '/') + url.search;
}
