import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

interface EmptyStateProps {
  title: string;
  /** What it means, and what to do next. */
  children?: ReactNode;
  action?: ReactNode;
  icon?: IconName;
}

/** Nothing here yet: says so, and the next step. */
export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1 px-4 py-8 text-center">
      {icon ? <Icon name={icon} className="mb-1 size-5 text-faint" /> : null}
      <p className="font-medium">{title}</p>
      {children ? <div className="max-w-[52ch] text-md text-muted">{children}</div> : null}
      {action ? <div className="mt-2.5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
