import { randomUUID } from 'node:crypto';
import { createCookie } from '@remix-run/node';
import { z } from 'zod';
import type { ToastMessage } from '../components/ui/toast.tsx';

/** What was just done, in one sentence. */
export type ToastText = { tone: ToastMessage['tone']; text: string };

const cookie = createCookie('pmis_toast', { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 60 });

const shape = z.object({ id: z.string(), tone: z.enum(['ok', 'warn', 'bad']), message: z.string().max(500) });

/** The Set-Cookie value that carries a toast to the next page, for a minute at most. It says nothing secret. */
export function toastCookie({ tone, text }: ToastText): Promise<string> {
  return cookie.serialize({ id: randomUUID(), tone, message: text.slice(0, 500) });
}

/** The toast that the request brings and the Set-Cookie value that takes it away; null without one. */
export async function readToast(request: Request): Promise<{ toast: ToastMessage | null; clear: string } | null> {
  const header = request.headers.get('cookie');
  if (!header?.includes('pmis_toast=')) return null;
  const parsed = shape.safeParse(await cookie.parse(header));
  return { toast: parsed.success ? parsed.data : null, clear: await cookie.serialize('', { maxAge: 0 }) };
}
