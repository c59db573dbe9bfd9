import { createCookie } from '@remix-run/node';

/** `system` follows the reader's operating system; it is also what an absent cookie means. */
export type Theme = 'system' | 'light' | 'dark';

const cookie = createCookie('pmis_theme', { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 365 * 24 * 60 * 60 });

/** True for one of the three themes. */
export function isTheme(value: unknown): value is Theme {
  return value === 'system' || value === 'light' || value === 'dark';
}

/** The theme that the reader chose, `system` when none or unreadable. */
export async function readTheme(request: Request): Promise<Theme> {
  const value: unknown = await cookie.parse(request.headers.get('Cookie'));
  return isTheme(value) ? value : 'system';
}

/** A Set-Cookie value that keeps the choice for a year; `Secure` when the request came by https. */
export function themeCookie(request: Request, theme: Theme): Promise<string> {
  return cookie.serialize(theme, { secure: new URL(request.url).protocol === 'https:' });
}
