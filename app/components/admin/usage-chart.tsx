import { formatDate } from '~/components/ui/format.ts';
import type { DayTokens } from '~server/ai/model/usage-days.policy.ts';

const WIDTH = 720;
const HEIGHT = 120;
const GAP = 3;

const PARTS = [
  { key: 'mail', label: 'Reading mail', fill: 'fill-accent', dot: 'bg-accent' },
  { key: 'chat', label: 'Questions', fill: 'fill-ok', dot: 'bg-ok' },
  { key: 'replay', label: 'Rehearsals', fill: 'fill-faint', dot: 'bg-faint' },
] as const;

const tokens = (count: number) => count.toLocaleString('en-GB');

/** Tokens by day as bars, drawn on the server. The table below it says the same in numbers. */
export function UsageChart({ days }: { days: DayTokens[] }) {
  const totals = days.map(({ mail, chat, replay }) => mail + chat + replay);
  const most = Math.max(1, ...totals);
  const wide = WIDTH / days.length;
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  return (
    <figure className="px-3.5 py-3">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Tokens by day, at most ${tokens(Math.max(0, ...totals))} on one day`}
        className="block h-28 w-full border-b border-line"
      >
        {days.map((day, index) => {
          let top = HEIGHT;
          return (
            <g key={day.day}>
              <title>{`${formatDate(day.day)}: ${tokens(totals[index] ?? 0)} tokens`}</title>
              {PARTS.map(({ key, fill }) => {
                const height = (day[key] / most) * (HEIGHT - 4);
                top -= height;
                return height > 0 ? (
                  <rect
                    key={key}
                    className={fill}
                    x={index * wide + GAP / 2}
                    width={Math.max(1, wide - GAP)}
                    y={top}
                    height={height}
                  />
                ) : null;
              })}
            </g>
          );
        })}
      </svg>
      <figcaption className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span>{first ? formatDate(first) : ''}</span>
        {PARTS.map(({ key, label, dot }) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2 rounded-full ${dot}`} />
            {label}
          </span>
        ))}
        <span className="ml-auto">{last ? formatDate(last) : ''}</span>
      </figcaption>
    </figure>
  );
}
