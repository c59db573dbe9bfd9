import { request } from '@playwright/test';
import { DEMO_PASSWORD } from '../../server/seed/demo-password.ts';

/** The demo's people by their first names: alice an analyst, bob an operator, charlie and chidi admins, vera a viewer. */
export type Person = 'alice' | 'bob' | 'charlie' | 'chidi' | 'vera';

export const FULL_NAMES: Record<Person, string> = {
  alice: 'Alice Novak',
  bob: 'Bob Fielding',
  charlie: 'Charlie Osei',
  chidi: 'Chidi Eze',
  vera: 'Vera Lang',
};

export const emailOf = (person: Person) => `${person}@northgate.example`;

/** Address of the product under test, without a slash at the end. */
export function productUrl(): string {
  const url = process.env.PLAYWRIGHT_TEST_BASE_URL;
  if (!url) throw new Error('PLAYWRIGHT_TEST_BASE_URL is not set: the global set-up has not run.');
  return url;
}

/** Signs in by the form's request alone and returns the session cookie. */
export async function signIn(email: string, password: string = DEMO_PASSWORD): Promise<string> {
  const baseURL = productUrl();
  const context = await request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } });
  try {
    const answer = await context.post('/sign-in', { form: { email, password, next: '/' }, maxRedirects: 0 });
    const cookie = /pmis_session=([^;]+)/.exec(answer.headers()['set-cookie'] ?? '')?.[1];
    if (!cookie) throw new Error(`${email} could not sign in: ${answer.status()}`);
    return cookie;
  } finally {
    await context.dispose();
  }
}

const sessions = new Map<Person, Promise<string>>();

/** The session cookie of a demo person, one for all tests of this worker. Tests that end sessions make their own people. */
export function sessionOf(person: Person): Promise<string> {
  const session = sessions.get(person) ?? signIn(emailOf(person));
  sessions.set(person, session);
  return session;
}
