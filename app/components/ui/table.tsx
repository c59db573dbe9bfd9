import { Link, useSearchParams } from '@remix-run/react';
import type { LinkProps } from '@remix-run/react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

interface TableProps {
  /** What the rows are, for assistive technology. */
  label: string;
  /** The header row: `<Th>`s. Absent: a list without column titles. */
  head?: ReactNode;
  /** Keeps the header in view on long pages. */
  sticky?: boolean;
  /** `<Tr>`s. */
  children: ReactNode;
}

/** A table; below 640 px each row becomes a small card with its columns' labels. Roles keep its meaning there. */
export function Table({ label, head, sticky = false, children }: TableProps) {
  return (
    <div className="relative min-w-0 sm:max-lg:overflow-x-auto">
      <table role="table" aria-label={label} className="w-full border-separate border-spacing-0 max-sm:block">
        {head ? (
          <thead role="rowgroup" className="max-sm:sr-only">
            <tr
              role="row"
              className={classNames(
                '[&>th:first-child]:rounded-tl-lg [&>th:last-child]:rounded-tr-lg',
                sticky && 'lg:[&>th]:sticky lg:[&>th]:top-0 lg:[&>th]:z-10',
              )}
            >
              {head}
            </tr>
          </thead>
        ) : null}
        <tbody role="rowgroup" className="max-sm:block [&>tr:last-child]:border-b-0 [&>tr:last-child>td]:border-b-0">
          {children}
        </tbody>
      </table>
    </div>
  );
}

/** A row. With a RowLink inside, the whole row is its target. */
export function Tr({ children, selected }: { children: ReactNode; selected?: boolean }) {
  return (
    <tr
      role="row"
      className={classNames(
        'relative transition-colors hover:has-[[data-row-link]]:bg-hover max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-4 max-sm:gap-y-1 max-sm:border-b max-sm:px-3.5 max-sm:py-2.5',
        selected && 'bg-accent-soft',
      )}
    >
      {children}
    </tr>
  );
}

interface ThProps {
  numeric?: boolean;
  /** The API's sort field: makes the title a link that sorts by it, then the other way round. */
  sortField?: string;
  /** The list's order when the address names none, such as `-createdAt`. */
  defaultSort?: string;
  children?: ReactNode;
}

/** A column's title. */
export function Th({ numeric, sortField, defaultSort, children }: ThProps) {
  const [params] = useSearchParams();
  const sort = params.get('sort') ?? defaultSort;
  const ascending = sortField !== undefined && sort === sortField;
  const descending = sortField !== undefined && sort === `-${sortField}`;
  const next = new URLSearchParams(params);
  next.delete('cursor');
  next.set('sort', ascending ? `-${sortField}` : (sortField ?? ''));
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : undefined}
      className={classNames(
        'h-[30px] border-b bg-surface px-3.5 text-xs font-normal whitespace-nowrap text-muted',
        numeric ? 'text-right' : 'text-left',
      )}
    >
      {sortField ? (
        <Link
          to={{ search: `?${next.toString()}` }}
          preventScrollReset
          className={classNames(
            'group inline-flex items-center align-middle gap-0.5 rounded-xs hover:text-text',
            numeric && 'flex-row-reverse',
            (ascending || descending) && 'font-medium text-text',
          )}
        >
          {children}
          <Icon
            name={ascending ? 'chevron-up' : descending ? 'chevron-down' : 'sort'}
            className={classNames(
              'size-3.5',
              !ascending && !descending && 'opacity-0 group-hover:opacity-70 group-focus-visible:opacity-70',
            )}
          />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

interface TdProps {
  /** The column's title, shown before the value below 640 px. */
  label?: string;
  numeric?: boolean;
  /** The row's own name: stands on its own line below 640 px. */
  primary?: boolean;
  /** Left out below 640 px. */
  wide?: boolean;
  muted?: boolean;
  className?: string;
  children?: ReactNode;
}

/** A cell. */
export function Td({ label, numeric, primary, wide, muted, className, children }: TdProps) {
  return (
    <td
      role="cell"
      data-label={label}
      className={classNames(
        'h-9 border-b px-3.5 py-1 max-sm:h-auto max-sm:border-0 max-sm:p-0 max-sm:empty:hidden',
        numeric && 'num text-right whitespace-nowrap',
        muted && 'text-muted',
        primary && 'max-sm:-order-1 max-sm:basis-full max-sm:font-medium',
        wide && 'max-sm:hidden',
        label &&
          'max-sm:text-md max-sm:before:mr-1.5 max-sm:before:text-muted max-sm:before:content-[attr(data-label)]',
        className,
      )}
    >
      {children}
    </td>
  );
}

/** The row's link: a click anywhere in the row follows it. Other links in the row need `relative`. */
export function RowLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      data-row-link=""
      className={classNames(
        'rounded-xs text-text after:absolute after:inset-0 after:rounded-md hover:text-accent focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
        className,
      )}
    />
  );
}
