import { createContext, useContext, useId } from 'react';
import type { ReactNode } from 'react';
import { VisuallyHidden } from './visually-hidden.tsx';

interface FieldState {
  id: string;
  name: string | undefined;
  required: boolean;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldState | null>(null);

interface FieldProps {
  label: ReactNode;
  /** The control's form name; the control inside takes it over. */
  name?: string;
  hint?: ReactNode;
  /** What is wrong and what to do. Several are shown under each other. */
  error?: string | string[] | null;
  required?: boolean;
  /** Keeps the label for assistive technology only (a search box, a filter). */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}

/** A labelled control. Input, Textarea, Select, DateInput, MoneyInput and SearchInput inside take id, name and state from it. */
export function Field({ label, name, hint, error, required = false, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const errors = (Array.isArray(error) ? error : [error]).filter((text): text is string => Boolean(text));
  const describedBy = [hint ? `${id}-hint` : '', errors.length ? `${id}-error` : ''].filter(Boolean).join(' ');
  const state = { id, name, required, describedBy: describedBy || undefined, invalid: errors.length > 0 };
  return (
    <div className={className ?? 'min-w-0'}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block text-md font-medium'}>
        {label}
        {required && !hideLabel ? (
          <span className="ml-0.5 text-bad" aria-hidden="true">
            *
          </span>
        ) : null}
      </label>
      <FieldContext.Provider value={state}>{children}</FieldContext.Provider>
      {hint ? (
        <div id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </div>
      ) : null}
      {errors.length ? (
        <div id={`${id}-error`} className="mt-1 text-sm text-bad">
          <VisuallyHidden>Error: </VisuallyHidden>
          {errors.join(' ')}
        </div>
      ) : null}
    </div>
  );
}

/** What a control inside a Field puts on its element. Outside of one: nothing. */
export function useFieldProps() {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    name: field.name,
    required: field.required || undefined,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
  };
}
