import { Link } from '@remix-run/react';
import type { LinkProps } from '@remix-run/react';
import { forwardRef, useImperativeHandle, useRef } from 'react';
import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { buttonStyle } from './button-style.ts';
import type { ButtonSize, ButtonVariant } from './button-style.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import { useShortcut } from './use-shortcut.ts';

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  /** A key (`p`, `mod+k`) that presses it; shown as a hint. */
  shortcut?: string;
  className?: string;
  children?: ReactNode;
}

export type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement> & { loading?: boolean };

/** A button; `type="button"` unless told. While `loading` it keeps its focus and ignores presses. */
export const Button = forwardRef<HTMLButtonElement | null, ButtonProps>(function Button(
  { variant, size, icon, shortcut, loading = false, className, children, onClick, type = 'button', ...rest },
  outerRef,
) {
  const ref = useRef<HTMLButtonElement>(null);
  useImperativeHandle<HTMLButtonElement | null, HTMLButtonElement | null>(outerRef, () => ref.current);
  useShortcut(shortcut, () => ref.current?.click());
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (loading) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      onClick={press}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      aria-keyshortcuts={ariaKeys(shortcut)}
      className={buttonStyle(variant, size, className)}
    >
      {loading ? <Icon name="refresh" className="animate-spin" /> : icon ? <Icon name={icon} /> : null}
      {children}
      <ShortcutHint shortcut={shortcut} />
    </button>
  );
});

/** A link that looks like a button. */
export function LinkButton({ variant, size, icon, shortcut, className, children, ...rest }: Look & LinkProps) {
  const ref = useRef<HTMLAnchorElement>(null);
  useShortcut(shortcut, () => ref.current?.click());
  return (
    <Link {...rest} ref={ref} aria-keyshortcuts={ariaKeys(shortcut)} className={buttonStyle(variant, size, className)}>
      {icon ? <Icon name={icon} /> : null}
      {children}
      <ShortcutHint shortcut={shortcut} />
    </Link>
  );
}

function ShortcutHint({ shortcut }: { shortcut?: string }) {
  if (!shortcut) return null;
  const label = shortcut.startsWith('mod+') ? `Ctrl ${shortcut.slice(4).toUpperCase()}` : shortcut.toUpperCase();
  return (
    <span aria-hidden="true" className="-mr-1 inline-flex">
      <Kbd>{label}</Kbd>
    </span>
  );
}

function ariaKeys(shortcut: string | undefined): string | undefined {
  return shortcut?.replace('mod+', 'Control+').toUpperCase().replace('CONTROL', 'Control');
}
