import { NavLink, useLocation, useNavigate } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useShortcut } from '../ui/use-shortcut.ts';
import { Bell } from './bell.tsx';
import { navItems } from './nav-items.ts';
import type { NavCounts, ShellUser } from './nav-items.ts';
import { UserMenu } from './user-menu.tsx';
import type { ThemeChoice } from './user-menu.tsx';

/** The element id that the menu button of small screens opens. */
export const sideNavId = 'side-nav';

interface SideNavProps {
  user: ShellUser;
  counts: NavCounts;
  projectName: string | null;
  theme: ThemeChoice;
}

/** The navigation: a column beside the page, and a drawer (native popover, no script needed) up to 900 px. */
export function SideNav({ user, counts, projectName, theme }: SideNavProps) {
  const ref = useRef<HTMLElement>(null);
  const { key } = useLocation();
  const navigate = useNavigate();
  useShortcut('mod+k', () => navigate('/search'));
  useEffect(() => {
    if (ref.current?.matches(':popover-open')) ref.current.hidePopover();
  }, [key]);
  return (
    <nav ref={ref} id={sideNavId} aria-label="Main" {...{ popover: 'auto' }} className="side-nav flex-col">
      <div className="flex min-w-0 items-center gap-1.5 pt-3 pr-3 pb-2 pl-[18px]">
        <div className="flex min-w-0 flex-1 items-baseline gap-1.5">
          <span className="font-[650] tracking-tight">PMIS</span>
          {projectName ? <span className="truncate text-sm font-medium text-muted">{projectName}</span> : null}
        </div>
        <Bell unread={counts.notifications} />
      </div>
      <ul className="grid min-h-0 flex-1 content-start gap-px overflow-y-auto px-2.5 pb-2">
        {navItems(user.role, counts).map((item) => (
          <li key={item.to}>
            <NavLink
              to={item.to}
              end={item.to === '/'}
              prefetch="intent"
              className="flex h-[30px] items-center gap-2 rounded-md px-2 font-medium text-muted hover:text-text focus-visible:-outline-offset-2 aria-[current]:bg-surface aria-[current]:text-text aria-[current]:shadow-card dark:aria-[current]:bg-line"
            >
              <Icon name={item.icon} />
              {item.label}
              {item.shortcut ? (
                <span className="ml-auto text-text">
                  <Kbd>{item.shortcut}</Kbd>
                </span>
              ) : null}
              {item.count === undefined ? null : (
                <span className="num ml-auto text-xs font-normal text-muted">{item.count}</span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
      <UserMenu user={user} theme={theme} />
    </nav>
  );
}
