import type { AppLoadContext } from '@remix-run/node';
import { getDb } from '~server/db.ts';
import { browserErrors } from '~server/telemetry/browser-dsn.ts';
import type { BrowserErrors } from '~server/telemetry/browser-errors.schema.ts';
import type { NavCounts, ShellUser } from '../components/shell/nav-items.ts';
import type { ToastMessage } from '../components/ui/toast.tsx';
import { type NavFacts, navFacts } from './nav-counts.server.ts';
import { pageActor } from './page.server.ts';
import { readTheme } from './theme.server.ts';
import type { Theme } from './theme.server.ts';
import { readToast } from './toast.server.ts';

const NO_FACTS: NavFacts = { counts: {}, projectName: null };

/** What every page needs around it. `user` null: nobody is signed in and only the page itself is shown. */
export interface RootData {
  user: ShellUser | null;
  counts: NavCounts;
  projectName: string | null;
  theme: Theme;
  toast: ToastMessage | null;
  /** IANA name, the reader's own when known. */
  timeZone: string;
  /** Where the browser reports failures; null: nowhere. */
  errors: BrowserErrors | null;
}

/** The root loader's data, and the headers (a flash toast clears itself by cookie) to send with it. */
export async function getRootData(
  request: Request,
  context: AppLoadContext,
): Promise<{ data: RootData; headers: Headers }> {
  const [actor, theme, flash] = await Promise.all([
    pageActor(request, context),
    readTheme(request),
    readToast(request),
  ]);
  const { counts, projectName } = actor ? await navFacts(getDb(), actor) : NO_FACTS;
  const headers = new Headers();
  if (flash) headers.append('Set-Cookie', flash.clear);
  return {
    data: {
      user: actor && { name: actor.name, email: actor.email, role: actor.role },
      counts,
      projectName,
      theme,
      toast: flash?.toast ?? null,
      timeZone: actor?.timeZone ?? 'UTC',
      errors: browserErrors(),
    },
    headers,
  };
}
