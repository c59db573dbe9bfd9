import type { ReactNode } from 'react';
import { buttonStyle } from './button-style.ts';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  label: ReactNode;
  /** Open at first: pass the form's own errors here so that they are seen. */
  open?: boolean;
  /** `text`: a line with an arrow. `button`: looks like a button. */
  variant?: 'text' | 'button';
  className?: string;
  children: ReactNode;
}

/** Something to open in place, with or without script (`details`). For forms that are not always needed. */
export function Disclosure({ label, open, variant = 'text', className, children }: DisclosureProps) {
  return (
    <details open={open} className={classNames('group/disclosure min-w-0', className)}>
      <summary
        className={
          variant === 'button'
            ? buttonStyle()
            : 'inline-flex items-center gap-1 rounded-xs text-md font-medium text-accent hover:underline'
        }
      >
        <Icon name="chevron-right" className="transition-transform group-open/disclosure:rotate-90" />
        {label}
      </summary>
      <div className="pt-3">{children}</div>
    </details>
  );
}
