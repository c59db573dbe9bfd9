import { useEffect, useRef } from 'react';
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

/** Where something stands on its way. Scrolls sideways where it does not fit, with the present step in view. */
export function Stepper({ label, steps }: { label: string; steps: Step[] }) {
  const ref = useRef<HTMLDivElement>(null);
  const present = steps.find((step) => step.state === 'now')?.label;
  useEffect(() => {
    const box = ref.current;
    const step = box?.querySelector<HTMLElement>('[aria-current="step"]');
    if (box && step) box.scrollLeft = step.offsetLeft - (box.clientWidth - step.offsetWidth) / 2;
  }, [present]);
  return (
    <div ref={ref} role="group" aria-label={label} tabIndex={0} className="relative my-4 overflow-x-auto">
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
