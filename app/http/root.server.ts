import type { AppLoadContext } from '@remix-run/node';
import type { NavCounts, ShellUser } from '../components/shell/nav-items.ts';
import type { ToastMessage } from '../components/ui/toast.tsx';
import { readTheme } from './theme.server.ts';
import type { Theme } from './theme.server.ts';

/** What every page needs around it. `user` null: nobody is signed in and only the page itself is shown. */
export interface RootData {
  user: ShellUser | null;
  counts: NavCounts;
  projectName: string | null;
  theme: Theme;
  toast: ToastMessage | null;
  /** IANA name, the reader's own when known. */
  timeZone: string;
}

/** The root loader's data, and the headers (a flash toast clears itself by cookie) to send with it. */
export async function getRootData(
  request: Request,
  _context: AppLoadContext,
): Promise<{ data: RootData; headers: Headers }> {
  const theme = await readTheme(request);
  return {
    data: { user: null, counts: {}, projectName: null, theme, toast: null, timeZone: 'UTC' },
    headers: new Headers(),
  };
}
