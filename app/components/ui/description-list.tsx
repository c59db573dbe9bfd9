import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Facts as label and value. Padded for a Card. */
export function DescriptionList({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(84px,116px)_minmax(0,1fr)] gap-x-3 gap-y-[7px] px-3.5 py-3">{children}</dl>
  );
}

/** One fact of a DescriptionList. `numeric` right-aligns it with tabular figures. */
export function DescriptionItem({
  label,
  numeric,
  children,
}: {
  label: ReactNode;
  numeric?: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className={classNames('min-w-0 wrap-anywhere', numeric && 'num text-right')}>{children}</dd>
    </>
  );
}
