import { Form, Link, useFetcher, useLocation } from '@remix-run/react';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';
import type { ShellUser } from './nav-items.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const panelId = 'user-panel';
const themes: { value: ThemeChoice; label: string; icon: IconName }[] = [
  { value: 'system', label: 'System', icon: 'monitor' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

/** Who is signed in, the theme, and the way out. A native popover: no script needed. */
export function UserMenu({ user, theme }: { user: ShellUser; theme: ThemeChoice }) {
  return (
    <div className="border-t p-2">
      <button
        type="button"
        {...{ popovertarget: panelId }}
        className="flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-line/60 focus-visible:-outline-offset-2"
      >
        <Avatar name={user.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-md leading-4 font-medium">{user.name}</span>
          <span className="block text-xs text-muted">{user.role}</span>
        </span>
        <Icon name="sort" className="text-faint" />
      </button>
      <div id={panelId} {...{ popover: 'auto' }} role="group" aria-label="Account" className="user-panel">
        <div className="truncate px-2 pt-1 pb-2 text-sm text-muted">{user.email}</div>
        <ThemeSwitch theme={theme} />
        <Link
          to="/account"
          className="mt-1.5 flex h-[30px] items-center gap-2 rounded-md px-2 text-md hover:bg-sunken dark:hover:bg-line"
        >
          <Icon name="user" className="text-muted" />
          Account and tokens
        </Link>
        <Form method="post" action="/sign-out" className="mt-1.5 border-t pt-1.5">
          <button
            type="submit"
            className="flex h-[30px] w-full items-center gap-2 rounded-md px-2 text-md hover:bg-sunken dark:hover:bg-line"
          >
            <Icon name="sign-out" className="text-muted" />
            Sign out
          </button>
        </Form>
      </div>
    </div>
  );
}

function ThemeSwitch({ theme }: { theme: ThemeChoice }) {
  const fetcher = useFetcher();
  const { pathname, search } = useLocation();
  const sent = fetcher.formData?.get('theme');
  const present = typeof sent === 'string' ? sent : theme;
  return (
    <fetcher.Form method="post" action="/theme" role="group" aria-label="Theme" className="grid grid-cols-3 gap-1">
      <input type="hidden" name="returnTo" value={pathname + search} />
      {themes.map(({ value, label, icon }) => (
        <button
          key={value}
          type="submit"
          name="theme"
          value={value}
          aria-pressed={present === value}
          className="flex h-[30px] items-center justify-center gap-1 rounded-md border border-transparent text-xs text-muted hover:text-text aria-pressed:border-line-strong aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-text"
        >
          <Icon name={icon} className="size-3.5" />
          {label}
        </button>
      ))}
    </fetcher.Form>
  );
}
