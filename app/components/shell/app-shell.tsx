import { useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { Bell } from './bell.tsx';
import type { NavCounts, ShellUser } from './nav-items.ts';
import { SideNav, sideNavId } from './side-nav.tsx';
import type { ThemeChoice } from './user-menu.tsx';

interface AppShellProps {
  /** Null: nobody is signed in, only the page is shown. */
  user: ShellUser | null;
  counts: NavCounts;
  projectName: string | null;
  theme: ThemeChoice;
  children: ReactNode;
}

/** What stands around every page: skip link, navigation, the main landmark. Pages begin with `<Page>`. */
export function AppShell({ user, counts, projectName, theme, children }: AppShellProps) {
  const main = useMainFocus();
  if (!user) {
    return (
      <main id="main" ref={main} tabIndex={-1} className="min-h-dvh">
        {children}
      </main>
    );
  }
  return (
    <>
      <SkipLink />
      <div className="min-h-dvh md:grid md:grid-cols-[212px_minmax(0,1fr)]">
        <SideNav user={user} counts={counts} projectName={projectName} theme={theme} />
        <div className="min-w-0">
          <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-bg px-2 md:hidden">
            <button
              type="button"
              {...{ popovertarget: sideNavId }}
              className="flex h-9 items-center gap-2 rounded-md px-2 font-medium text-text"
            >
              <Icon name="menu" />
              Menu
            </button>
            <span className="ml-auto truncate text-sm text-muted">{projectName ?? 'PMIS'}</span>
            <Bell unread={counts.notifications} className="mr-1" />
          </header>
          <main id="main" ref={main} tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
    </>
  );
}

/** After a change of page the keyboard starts at its content, unless the page put it somewhere itself. */
function useMainFocus() {
  const ref = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (!ref.current?.contains(document.activeElement)) ref.current?.focus({ preventScroll: true });
  }, [pathname]);
  return ref;
}
