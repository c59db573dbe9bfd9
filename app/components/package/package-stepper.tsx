import { MILESTONES, type Milestone, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import { milestoneOf } from '~server/packages/package-dates.policy.ts';
import {
  allowedTransitions,
  isTermination,
  labelOfStatus,
  mainLine,
  statusLabel,
  type Transition,
  type TransitionKind,
} from '~server/packages/package.policy.ts';
import { formatDate } from '../ui/format.ts';
import { type Step, Stepper } from '../ui/stepper.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { PackageView } from './package-view.ts';

/** Statuses that a package need not pass and that are shown only while it is there. */
const OPTIONAL: readonly PackageStatus[] = ['draft', 'partially_delivered'];

/** Where the package stands on its way, with actual dates, and the steps that may be proposed from here. */
export function PackageStepper({ pkg, canPropose }: { pkg: PackageView; canPropose: boolean }) {
  const steps = canPropose ? allowedTransitions(pkg) : [];
  const next = steps.filter(({ kind }) => kind === 'forward' || kind === 'resume');
  return (
    <div className="my-4 grid gap-2 [&>div]:my-0">
      <Stepper label="Status" steps={stepsOf(pkg)} />
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
        <StepLinks title="Next" pkg={pkg} steps={next} />
        <StepLinks title="Or" pkg={pkg} steps={steps.filter((step) => !next.includes(step))} plain />
      </div>
    </div>
  );
}

interface StepLinksProps {
  title: string;
  pkg: PackageView;
  steps: Transition[];
  plain?: boolean;
}

function StepLinks({ title, pkg, steps, plain }: StepLinksProps) {
  if (steps.length === 0) return null;
  return (
    <p>
      {title}:{' '}
      {steps.map((step, index) => (
        <span key={step.to}>
          {index > 0 ? ' · ' : null}
          <TextLink plain={plain} to={`?do=propose&status=${step.to}`}>
            {stepLabel(pkg, step)}
          </TextLink>
        </span>
      ))}
    </p>
  );
}

const KIND_NOTES: Record<TransitionKind, string> = {
  forward: '',
  back: ' (back)',
  direct_award: ' (direct award)',
  hold: '',
  resume: ' (resume)',
  cancel: '',
  correction: ' (recorded in error)',
};

/** A step as people read it: the status it leads to, and what kind of step it is where that is not plain. */
export function stepLabel(pkg: PackageView, step: Transition): string {
  return `${isTermination(pkg, step) ? 'Terminated' : labelOfStatus(step.to)}${KIND_NOTES[step.kind]}`;
}

function stepsOf(pkg: PackageView): Step[] {
  const aside = pkg.status === 'on_hold' || pkg.status === 'cancelled';
  const place = aside ? ((pkg.status === 'on_hold' ? pkg.heldFrom : pkg.cameFrom) ?? 'draft') : pkg.status;
  const line = mainLine(pkg.type).filter((status) => status === place || !OPTIONAL.includes(status));
  const at = line.indexOf(place);
  return line.map((status, index) => ({
    label: labelOfStatus(status),
    state: index < at || (index === at && status === 'closed') ? 'done' : index === at ? 'now' : 'next',
    note: index === at && aside ? statusLabel(pkg) : noteOf(pkg, status),
  }));
}

function noteOf(pkg: PackageView, status: PackageStatus): string | undefined {
  const milestone: Milestone | null = milestoneOf(status);
  const actual = milestone && MILESTONES.includes(milestone) ? pkg[`${milestone}Actual`] : null;
  return actual ? formatDate(actual) : undefined;
}
