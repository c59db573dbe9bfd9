import { plainAmount } from '~server/money/money.policy.ts';
import { forwardRef } from 'react';
import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { useFieldProps } from './field.tsx';
import { formatDecimal } from './format.ts';
import { Icon } from './icon.tsx';

/** The look of every text control: 32 px, a visible edge, red when invalid. */
export const controlStyle =
  'w-full min-w-0 rounded-md border border-control/60 bg-surface px-2.5 text-base text-text transition-colors hover:border-control focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-muted aria-invalid:border-bad max-md:text-lg';

type InputProps = InputHTMLAttributes<HTMLInputElement>;

/** A line of text. Takes id, name and state from its Field. */
export const Input = forwardRef<HTMLInputElement, InputProps>(function Input({ className, ...rest }, ref) {
  return <input {...useFieldProps()} {...rest} ref={ref} className={classNames(controlStyle, 'h-8', className)} />;
});

/** Several lines of text; grows with its content where the browser can. */
export const Textarea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(function Textarea(
  { className, rows = 3, ...rest },
  ref,
) {
  return (
    <textarea
      {...useFieldProps()}
      {...rest}
      ref={ref}
      rows={rows}
      className={classNames(controlStyle, 'field-sizing-content min-h-16 py-1.5', className)}
    />
  );
});

/** A date, `YYYY-MM-DD`. */
export function DateInput({ className, ...rest }: Omit<InputProps, 'type'>) {
  return (
    <input {...useFieldProps()} {...rest} type="date" className={classNames(controlStyle, 'num h-8', className)} />
  );
}

type MoneyInputProps = Omit<InputProps, 'defaultValue' | 'onBlur'> & { currency?: string; defaultValue?: string };

/** An amount as decimal text with thousands apart, with its currency in front when given. Its form takes plainAmount. */
export function MoneyInput({ currency, className, defaultValue = '', ...rest }: MoneyInputProps) {
  return (
    <div className="relative">
      {currency ? (
        <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-sm text-muted">
          {currency}
        </span>
      ) : null}
      <input
        {...useFieldProps()}
        {...rest}
        defaultValue={formatDecimal(defaultValue)}
        onBlur={({ currentTarget }) => {
          currentTarget.value = formatDecimal(plainAmount(currentTarget.value));
        }}
        inputMode="decimal"
        autoComplete="off"
        className={classNames(controlStyle, 'num h-8 text-right', currency && 'pl-12', className)}
      />
    </div>
  );
}

/** A search box; Enter sends its form. */
export function SearchInput({ className, ...rest }: Omit<InputProps, 'type'>) {
  return (
    <div className="relative">
      <Icon name="search" className="pointer-events-none absolute inset-y-0 left-2 my-auto text-faint" />
      <input
        {...useFieldProps()}
        {...rest}
        type="search"
        autoComplete="off"
        className={classNames(controlStyle, 'h-8 pl-7.5', className)}
      />
    </div>
  );
}

/** A file to send; several with `multiple`. */
export function FileInput({ className, ...rest }: Omit<InputProps, 'type'>) {
  return (
    <input
      {...useFieldProps()}
      {...rest}
      type="file"
      className={classNames(
        'block w-full min-w-0 text-md text-muted file:mr-3 file:h-[30px] file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:font-medium file:text-text hover:file:bg-sunken dark:hover:file:bg-line',
        className,
      )}
    />
  );
}
