import { formatDate } from './format.ts';
import type { DateFormat } from './format.ts';

/** A `YYYY-MM-DD` date as "3 Jul 2026"; none is "—". */
export function DateText({ value, format }: { value: string | null | undefined; format?: DateFormat }) {
  if (!value) return <span className="text-faint">—</span>;
  return (
    <time dateTime={value} className="num whitespace-nowrap">
      {formatDate(value, format)}
    </time>
  );
}
