import { Link } from '@remix-run/react';
import type { LinkProps } from '@remix-run/react';
import { classNames } from './class-names.ts';

/** A link in the accent colour. In a sentence it has a thin underline; `plain` for one that stands alone. */
export function TextLink({ plain = false, className, ...rest }: LinkProps & { plain?: boolean }) {
  return (
    <Link
      {...rest}
      className={classNames(
        'rounded-xs text-accent hover:underline hover:decoration-current',
        !plain && 'underline decoration-accent/40 underline-offset-2',
        className,
      )}
    />
  );
}
