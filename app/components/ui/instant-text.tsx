import { formatInstant } from './format.ts';
import type { InstantFormat } from './format.ts';
import { useTimeZone } from './time-zone.tsx';

/** An instant (ISO text) in the reader's time zone; the zone stands in its title. None is "—". */
export function InstantText({ value, format }: { value: string | null | undefined; format?: InstantFormat }) {
  const timeZone = useTimeZone();
  if (!value) return <span className="text-faint">—</span>;
  return (
    <time dateTime={value} title={`${formatInstant(value, timeZone)} ${timeZone}`} className="num whitespace-nowrap">
      {formatInstant(value, timeZone, format)}
    </time>
  );
}
