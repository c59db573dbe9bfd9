import { forwardRef } from 'react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string };

/** A square button with an icon; `label` is its name for everybody (tooltip and assistive technology). */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { icon, label, className, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-grid size-[30px] place-items-center rounded-md text-muted transition-colors hover:bg-sunken hover:text-text disabled:opacity-50 dark:hover:bg-line',
        className,
      )}
    >
      <Icon name={icon} />
    </button>
  );
});
