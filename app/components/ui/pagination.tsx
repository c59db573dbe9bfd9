import { useSearchParams } from '@remix-run/react';
import { LinkButton } from './button.tsx';

interface PaginationProps {
  nextCursor: string | null;
  /** Rows on this page, for the note at the left. */
  shown?: number;
  /** All rows, when the list knows. */
  total?: number;
  /** Name of the search parameter, when a page has two lists. */
  param?: string;
  nextLabel?: string;
}

/** Onward through a list by cursor, and back to its start. Nothing when there is one page only. */
export function Pagination({ nextCursor, shown, total, param = 'cursor', nextLabel = 'Next' }: PaginationProps) {
  const [params] = useSearchParams();
  const started = params.has(param);
  if (!nextCursor && !started) return null;
  const first = new URLSearchParams(params);
  first.delete(param);
  const next = new URLSearchParams(params);
  if (nextCursor) next.set(param, nextCursor);
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 px-3.5 py-2.5">
      {shown !== undefined ? (
        <span className="num text-sm text-muted">
          {total === undefined ? `${shown} shown` : `${shown} of ${total}`}
        </span>
      ) : null}
      <div className="ml-auto flex gap-2">
        {started ? <LinkButton to={{ search: first.toString() }}>First page</LinkButton> : null}
        {nextCursor ? <LinkButton to={{ search: next.toString() }}>{nextLabel}</LinkButton> : null}
      </div>
    </nav>
  );
}
