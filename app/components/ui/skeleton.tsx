import { VisuallyHidden } from './visually-hidden.tsx';

/** Rows that are still loading, in the height of the rows to come. */
export function Skeleton({ rows = 3, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="grid">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-9 items-center gap-4 border-b px-3.5 last:border-b-0">
          <span className="h-2.5 w-2/5 animate-pulse rounded-full bg-line" />
          <span className="h-2.5 w-1/5 animate-pulse rounded-full bg-line" />
          <span className="ml-auto h-2.5 w-16 animate-pulse rounded-full bg-line" />
        </div>
      ))}
    </div>
  );
}
