import { useId } from 'react';
import type { InputHTMLAttributes, ReactNode } from 'react';

type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & { label: ReactNode; hint?: ReactNode };

/** A box to tick, its words beside it. */
export function Checkbox(props: ChoiceProps) {
  return <Choice {...props} type="checkbox" />;
}

function Choice({ label, hint, type, className, ...rest }: ChoiceProps & { type: 'checkbox' | 'radio' }) {
  const hintId = useId();
  return (
    <label className={className ?? 'flex items-start gap-2'}>
      <input
        aria-describedby={hint ? hintId : undefined}
        {...rest}
        type={type}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        {label}
        {hint ? (
          <span id={hintId} className="block text-sm text-muted">
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}

interface ChoiceGroupProps {
  legend: ReactNode;
  error?: string | null;
  children: ReactNode;
}

/** Radios or checkboxes which answer one question. */
export function ChoiceGroup({ legend, error, children }: ChoiceGroupProps) {
  const errorId = useId();
  return (
    <fieldset aria-describedby={error ? errorId : undefined} className="min-w-0">
      <legend className="mb-1 text-md font-medium">{legend}</legend>
      <div className="grid gap-1.5">{children}</div>
      {error ? (
        <div id={errorId} className="mt-1 text-sm text-bad">
          {error}
        </div>
      ) : null}
    </fieldset>
  );
}
