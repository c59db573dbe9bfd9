import type { SelectHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { useFieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { controlStyle } from './input.tsx';

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & {
  options?: SelectOption[];
  /** The first option, with the empty value. */
  placeholder?: string;
};

/** A native select: options by prop, or `<option>`/`<optgroup>` as children. */
export function Select({ options = [], placeholder, className, children, ...rest }: SelectProps) {
  return (
    <div className="relative min-w-0">
      <select
        {...useFieldProps()}
        {...rest}
        className={classNames(controlStyle, 'h-8 cursor-pointer appearance-none truncate pr-7', className)}
      >
        {placeholder !== undefined ? <option value="">{placeholder}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <Icon name="chevron-down" className="pointer-events-none absolute inset-y-0 right-2 my-auto text-muted" />
    </div>
  );
}
