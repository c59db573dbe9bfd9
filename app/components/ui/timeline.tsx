import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

const tones: Record<Tone, string> = {
  neutral: 'before:bg-line-strong',
  ok: 'before:bg-ok',
  warn: 'before:bg-warn',
  bad: 'before:bg-bad',
  ai: 'before:bg-accent',
};

/** What happened, newest first: TimelineItem inside. */
export function Timeline({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol aria-label={label} className="px-3.5 pt-1.5 pb-3">
      {children}
    </ol>
  );
}

interface TimelineItemProps {
  tone?: Tone;
  time?: ReactNode;
  /** Under the line: a change, a quote, a reason. */
  detail?: ReactNode;
  children: ReactNode;
}

/** One thing that happened. */
export function TimelineItem({ tone = 'neutral', time, detail, children }: TimelineItemProps) {
  return (
    <li
      className={classNames(
        'relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 py-[7px] pl-6 before:absolute before:top-3.5 before:left-1 before:size-[7px] before:rounded-full',
        tones[tone],
      )}
    >
      <div className="min-w-0 wrap-anywhere">{children}</div>
      {time ? <div className="num text-sm whitespace-nowrap text-muted">{time}</div> : null}
      {detail ? <div className="col-span-full mt-0.5 min-w-0 text-md text-muted">{detail}</div> : null}
    </li>
  );
}
