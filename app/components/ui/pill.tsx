import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted dark:bg-line',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  ai: 'bg-accent-soft text-accent',
};

/** A short fact beside something: a count, "2 days late", "from mail". */
export function Pill({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'num inline-flex items-center gap-1 rounded-full px-2 py-px text-xs leading-[18px] font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
