import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

const tones: Record<Tone, string> = {
  neutral: 'before:bg-faint',
  ok: 'before:bg-ok',
  warn: 'before:bg-warn',
  bad: 'before:bg-bad',
  ai: 'before:bg-accent',
};

/** A status: a coloured dot and its word. The word alone carries the meaning. */
export function StatusDot({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap before:size-2 before:shrink-0 before:rounded-full',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
