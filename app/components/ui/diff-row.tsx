import type { ReactNode } from 'react';
import { VisuallyHidden } from './visually-hidden.tsx';

/** The rows of a change: DiffRow inside. */
export function DiffList({ children }: { children: ReactNode }) {
  return <dl className="grid gap-1.5">{children}</dl>;
}

const none = <span className="text-muted">—</span>;

function isNone(value: ReactNode): boolean {
  return value === null || value === undefined || value === '';
}

/** One changed field: the old value struck, the new one in green. An absent value reads "—". */
export function DiffRow({ label, from, to }: { label: ReactNode; from: ReactNode; to: ReactNode }) {
  return (
    <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-x-3.5 max-sm:grid-cols-1">
      <dt className="text-muted">{label}</dt>
      <dd className="num flex min-w-0 flex-wrap items-baseline gap-x-3 wrap-anywhere">
        <VisuallyHidden>from</VisuallyHidden>
        {isNone(from) ? none : <del className="min-w-0 text-bad decoration-bad/50">{from}</del>}
        <span aria-hidden="true" className="text-muted">
          →
        </span>
        <VisuallyHidden>to</VisuallyHidden>
        {isNone(to) ? none : <ins className="min-w-0 font-semibold text-ok no-underline">{to}</ins>}
      </dd>
    </div>
  );
}
