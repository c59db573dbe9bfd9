import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names.ts';

/** A page's padding and width. `full`: edge to edge, for panes side by side. `narrow`: one form. */
export function Page({ width = 'normal', children }: { width?: 'normal' | 'narrow' | 'full'; children: ReactNode }) {
  if (width === 'full') return <div className="min-w-0">{children}</div>;
  return (
    <div
      className={classNames(
        'px-3.5 pt-3.5 pb-16 md:px-[26px] md:pt-[18px]',
        width === 'narrow' ? 'max-w-[760px]' : 'max-w-[1292px]',
      )}
    >
      {children}
    </div>
  );
}
