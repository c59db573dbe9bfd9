import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

type BannerTone = 'info' | 'ok' | 'warn' | 'bad';

const tones: Record<BannerTone, string> = {
  info: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

interface BannerProps {
  tone?: BannerTone;
  title?: ReactNode;
  children?: ReactNode;
  /** A link or button at the right. */
  action?: ReactNode;
  /** `alert` for what just went wrong; nothing for what was so before. */
  role?: 'alert' | 'status';
}

/** A message about the whole page or form. */
export function Banner({ tone = 'info', title, children, action, role }: BannerProps) {
  return (
    <div
      role={role}
      className={classNames('my-2.5 flex first:mt-0 last:mb-0 items-start gap-2 rounded-lg px-3 py-2', tones[tone])}
    >
      <Icon name={tone === 'ok' ? 'check' : tone === 'info' ? 'info' : 'alert'} className="mt-0.5" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title ? <div className="font-semibold">{title}</div> : null}
        {children}
      </div>
      {action}
    </div>
  );
}
