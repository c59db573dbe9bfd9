import { classNames } from './class-names.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

export interface Step {
  label: string;
  state: 'done' | 'now' | 'next';
  /** A short line under the label, such as a date. */
  note?: string;
}

const states: Record<Step['state'], string> = {
  done: 'border-ok text-muted',
  now: 'border-accent font-semibold text-text',
  next: 'border-line-strong text-faint',
};

/** Where something stands on its way. Scrolls sideways where it does not fit. */
export function Stepper({ label, steps }: { label: string; steps: Step[] }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="my-4 overflow-x-auto rounded-xs">
      <ol className="flex gap-0.5">
        {steps.map((step) => (
          <li
            key={step.label}
            aria-current={step.state === 'now' ? 'step' : undefined}
            className={classNames('min-w-[92px] flex-1 border-t-[3px] pt-2 pr-1 text-xs', states[step.state])}
          >
            {step.label}
            {step.state === 'done' ? <VisuallyHidden> (done)</VisuallyHidden> : null}
            {step.note ? <div className="num text-2xs font-normal text-faint">{step.note}</div> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
