import { redirect } from '@remix-run/node';
import type { ActionFunctionArgs } from '@remix-run/node';
import { getDb } from '~server/db.ts';
import { signOutCookie } from '../http/session.server.ts';

/** A visit by address changes nothing. */
export function loader() {
  return redirect('/');
}

/** Ends this browser's session. */
export async function action({ request, context }: ActionFunctionArgs) {
  return redirect('/sign-in', { headers: { 'Set-Cookie': await signOutCookie(getDb(), request, context) } });
}
