import { Link } from '@remix-run/react';
import type { LinkProps } from '@remix-run/react';
import { classNames } from './class-names.ts';

/** A link in text, in the accent colour. */
export function TextLink({ className, ...rest }: LinkProps) {
  return <Link {...rest} className={classNames('rounded-xs text-accent hover:underline', className)} />;
}
