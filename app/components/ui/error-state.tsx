import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface ErrorStateProps {
  title: string;
  /** What happened and what to do, in the reader's words. */
  children?: ReactNode;
  action?: ReactNode;
  /** The heading's level: 1 when it is the whole page. */
  level?: 1 | 2;
}

/** Something did not work: what, and the way out. */
export function ErrorState({ title, children, action, level = 2 }: ErrorStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="grid justify-items-center gap-1 px-4 py-12 text-center">
      <Icon name="alert" className="mb-1 size-5 text-bad" />
      <Heading>{title}</Heading>
      {children ? <div className="max-w-[56ch] text-md text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
