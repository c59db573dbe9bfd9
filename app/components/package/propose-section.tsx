import type { ReactNode } from 'react';
import type { ApprovalLevel } from '~server/approvals/approval.policy.ts';
import { MILESTONES, type PackageField } from '~server/packages/package-fields.schema.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import { whoDecides } from '../approval/approval-status.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { errorsOf } from '../ui/form-state.ts';
import { FieldGrid } from '../ui/layout.tsx';
import type { PackageView } from './package-view.ts';
import { type ProposeChoices, ProposeField } from './propose-field.tsx';
import type { ProposeValues } from './propose-values.ts';

export type ProposeSectionProps = {
  title: string;
  fields: readonly PackageField[];
  pkg: PackageView;
  values: ProposeValues;
  /** The level that a change of each field has at least. */
  levels: Partial<Record<PackageField, ApprovalLevel>>;
  choices: ProposeChoices;
  failure: ActionFailure | null;
  /** Folded away until it is wanted, or something in it was typed or is wrong. */
  folded?: boolean;
  touched: ProposeValues;
  note?: string;
  children?: ReactNode;
};

/** Fields of one kind, with who decides them. */
export function ProposeSection(props: ProposeSectionProps) {
  const { title, fields, levels, folded, failure, touched, note } = props;
  const common = commonLevel(fields, levels);
  const who = [common ? whoDecides(common) : null, note].filter(Boolean).join('. ');
  const body = (
    <>
      <FieldGrid>
        {fields.map((field) => (
          <ProposeField
            key={field}
            field={field}
            pkg={props.pkg}
            value={props.values[field] ?? ''}
            choices={props.choices}
            hint={levels[field] && levels[field] !== common ? whoDecides(levels[field]) : undefined}
            error={errorsOf(failure, field)}
          />
        ))}
      </FieldGrid>
      {props.children}
    </>
  );
  if (folded) {
    const open = fields.some((field) => field in touched || errorsOf(failure, field).length > 0);
    return (
      <Disclosure label={title} open={open || undefined} className="border-t pt-3">
        <p className="mb-2.5 text-sm text-muted">{who}.</p>
        {body}
      </Disclosure>
    );
  }
  return (
    <fieldset className="min-w-0 border-t pt-3">
      <legend className="float-left mr-2 font-semibold">{title}</legend>
      <p className="mb-2.5 text-sm leading-5 text-muted">{who}.</p>
      <div className="clear-both">{body}</div>
    </fieldset>
  );
}

/** The level that most of the fields have; the others say theirs themselves. */
function commonLevel(
  fields: readonly PackageField[],
  levels: Partial<Record<PackageField, ApprovalLevel>>,
): ApprovalLevel | null {
  const counts = new Map<ApprovalLevel, number>();
  for (const field of fields) {
    const level = levels[field];
    if (level) counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0] ?? null;
}

/** The form's sections. Plan and actual dates, details and custom fields are folded away. */
export const SECTION_FIELDS = {
  commercial: ['vendor', 'contractAmount', 'buyer', 'budgetAmount', 'currency'],
  forecasts: [...MILESTONES, 'requiredOnSite'],
  otherDates: MILESTONES.flatMap((name) => [`${name}Plan`, `${name}Actual`] as const),
  details: ['title', 'poNumber', 'wbsCode', 'deliveryTerms', 'type', 'description'],
} as const satisfies Record<string, readonly PackageField[]>;
