import { classNames } from './class-names.ts';

/** primary: the one action of a page. danger: takes something away. quiet: beside others. link: in text. */
export type ButtonVariant = 'primary' | 'default' | 'quiet' | 'danger' | 'link';
export type ButtonSize = 'md' | 'sm';

const base =
  'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium text-md leading-none whitespace-nowrap select-none transition-colors disabled:opacity-50 aria-disabled:opacity-60 disabled:cursor-not-allowed';

const variants: Record<ButtonVariant, string> = {
  primary: 'border-accent bg-accent text-accent-ink hover:border-accent-strong hover:bg-accent-strong',
  default: 'border-line-strong bg-surface text-text hover:bg-sunken dark:hover:bg-line',
  quiet: 'border-transparent text-muted hover:bg-sunken hover:text-text dark:hover:bg-line',
  danger: 'border-line-strong bg-surface text-bad hover:border-bad hover:bg-bad-soft',
  link: 'border-transparent text-accent hover:underline',
};

const sizes: Record<ButtonSize, string> = { md: 'h-[30px] px-3', sm: 'h-[26px] px-2 text-xs' };

/** The classes of a button, for elements which are not a Button (a `summary`, a plain `a`). */
export function buttonStyle(variant: ButtonVariant = 'default', size: ButtonSize = 'md', className?: string): string {
  return classNames(base, variants[variant], variant === 'link' ? 'h-auto px-0' : sizes[size], className);
}
