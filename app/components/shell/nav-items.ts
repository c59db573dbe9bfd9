import type { IconName } from '../ui/icon.tsx';

/** The person whose page this is. */
export interface ShellUser {
  name: string;
  email: string;
  role: 'viewer' | 'operator' | 'analyst' | 'admin';
}

/** What waits on each page; absent shows no number. */
export type NavCounts = Partial<Record<'home' | 'packages' | 'tasks' | 'approvals' | 'mail' | 'notifications', number>>;

export interface NavItem {
  label: string;
  to: string;
  icon: IconName;
  count?: number;
  /** The keys that open it from everywhere. */
  shortcut?: string;
}

/** The pages that exist and that this role may open, in the order of the navigation. */
export function navItems(role: ShellUser['role'], counts: NavCounts): NavItem[] {
  const items: NavItem[] = [
    { label: 'Home', to: '/', icon: 'home', count: counts.home },
    { label: 'Search', to: '/search', icon: 'search', shortcut: 'Ctrl K' },
    { label: 'Packages', to: '/packages', icon: 'package', count: counts.packages },
    { label: 'Tasks', to: '/tasks', icon: 'tasks', count: counts.tasks },
    { label: 'Approvals', to: '/approvals', icon: 'approvals', count: counts.approvals },
    { label: 'Mail', to: '/mail', icon: 'mail', count: counts.mail },
    { label: 'Vendors', to: '/vendors', icon: 'building' },
    { label: 'Assistant', to: '/assistant', icon: 'info' },
  ];
  if (role === 'admin') items.push({ label: 'Admin', to: '/admin', icon: 'admin' });
  return items;
}
