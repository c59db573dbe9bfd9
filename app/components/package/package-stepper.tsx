import { MILESTONES, type Milestone, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import { milestoneOf } from '~server/packages/package-dates.policy.ts';
import { allowedTransitions, labelOfStatus, mainLine, statusLabel } from '~server/packages/package.policy.ts';
import { formatDate } from '../ui/format.ts';
import { type Step, Stepper } from '../ui/stepper.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { PackageView } from './package-view.ts';

/** Statuses that a package need not pass and that are shown only while it is there. */
const OPTIONAL: readonly PackageStatus[] = ['draft', 'partially_delivered'];

/** Where the package stands on its way, with actual dates, and the steps that may be proposed from here. */
export function PackageStepper({ pkg, canPropose }: { pkg: PackageView; canPropose: boolean }) {
  const next = allowedTransitions(pkg).filter((step) => step.kind === 'forward' || step.kind === 'resume');
  return (
    <div className="my-4 grid gap-2 [&>div]:my-0">
      <Stepper label="Status" steps={stepsOf(pkg)} />
      {canPropose && next.length > 0 ? (
        <p className="text-sm text-muted">
          Next:{' '}
          {next.map((step, index) => (
            <span key={step.to}>
              {index > 0 ? ' · ' : null}
              <TextLink to={`?do=propose&status=${step.to}`}>
                {step.kind === 'resume' ? `resume as ${labelOfStatus(step.to)}` : labelOfStatus(step.to)}
              </TextLink>
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
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
