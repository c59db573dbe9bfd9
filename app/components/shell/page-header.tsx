import type { ReactNode } from 'react';
import { Breadcrumbs } from '../ui/breadcrumbs.tsx';
import type { Crumb } from '../ui/breadcrumbs.tsx';

interface PageHeaderProps {
  title: ReactNode;
  /** Before the title, in mono: `P-002`. */
  code?: string;
  breadcrumbs?: Crumb[];
  /** Beside the title: StatusDot, Pill. */
  status?: ReactNode;
  /** At the right: one primary action at most. */
  actions?: ReactNode;
  /** A line under the title. */
  description?: ReactNode;
}

/** The head of a page: where it is, what it is, how it stands, what can be done. */
export function PageHeader({ title, code, breadcrumbs, status, actions, description }: PageHeaderProps) {
  return (
    <div className="mb-4">
      {breadcrumbs?.length ? <Breadcrumbs items={breadcrumbs} /> : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {code ? <span className="font-mono text-sm text-muted">{code}</span> : null}
        <h1>{title}</h1>
        {status}
        {actions ? <div className="flex flex-wrap items-center gap-2 sm:ml-auto">{actions}</div> : null}
      </div>
      {description ? <div className="mt-1 text-muted">{description}</div> : null}
    </div>
  );
}
