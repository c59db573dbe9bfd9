import { Form } from '@remix-run/react';
import type { ProposalLevels } from '~server/approvals/read-proposal-levels.ts';
import { allowedTransitions, isAfterOrder, labelOfStatus } from '~server/packages/package.policy.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import { whoDecides } from '../approval/approval-status.tsx';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { DateInput, Input, MoneyInput, Textarea } from '../ui/input.tsx';
import { Actions, FieldGrid } from '../ui/layout.tsx';
import { Select } from '../ui/select.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { useFocusFirstInvalid } from '../ui/use-focus-first-invalid.ts';
import { stepLabel } from './package-stepper.tsx';
import type { PackageView } from './package-view.ts';
import type { ProposeChoices } from './propose-field.tsx';
import { ProposeSection, SECTION_FIELDS } from './propose-section.tsx';
import { proposeValuesOf, type ProposeValues, touchedValues } from './propose-values.ts';

export interface ProposeFormProps {
  pkg: PackageView;
  levels: ProposalLevels;
  choices: ProposeChoices;
  /** Today in the project's zone: an effective date is never later. */
  today: string;
  /** What it opens with instead of the present values, such as an earlier proposal. */
  start: ProposeValues;
  failure: ActionFailure | null;
}

/** Proposes a change: a step of the status and any fields. Only what differs from the present values is proposed. */
export function ProposeForm({ pkg, levels, choices, today, start, failure }: ProposeFormProps) {
  const ref = useFocusFirstInvalid(failure);
  const present = proposeValuesOf(pkg);
  const touched = failure ? touchedValues(failure.values) : start;
  const values = { ...present, ...touched };
  const shared = { pkg, values, levels: levels.fields, choices, failure, touched };
  const draft = pkg.status === 'draft';
  return (
    <Card title="Propose a change" id="propose" padded>
      <Form method="post" ref={ref} className="grid gap-4">
        <input type="hidden" name="intent" value="propose" />
        <input type="hidden" name="version" value={pkg.version} />
        <input type="hidden" name="was" value={JSON.stringify(present)} />
        <FailureBanner failure={failure} />
        <StatusFields pkg={pkg} levels={levels} today={today} start={start} failure={failure} />
        <ProposeSection
          {...shared}
          title="Vendor, buyer and money"
          fields={draft ? [...SECTION_FIELDS.commercial, 'project'] : SECTION_FIELDS.commercial}
          note="More for large amounts and rises"
        />
        <ProposeSection
          {...shared}
          title="Forecasts"
          fields={SECTION_FIELDS.forecasts}
          note="Forecasts moved by at most 5 working days within contract and required on site are applied at once"
        />
        <ProposeSection {...shared} title="Plan, contract and actual dates" fields={SECTION_FIELDS.otherDates} folded />
        <ProposeSection {...shared} title="Details and custom fields" fields={SECTION_FIELDS.details} folded>
          <CustomFields values={values} failure={failure} />
        </ProposeSection>
        <div className="grid gap-3 border-t pt-3">
          <Field
            label="Reason"
            name="reason"
            error={errorsOf(failure, 'reason')}
            hint="What whoever decides needs to know."
          >
            <Textarea defaultValue={typedIn(failure, 'reason', start.reason)} maxLength={4000} />
          </Field>
          <Disclosure label="Add a quote as evidence" open={typedIn(failure, 'quote') ? true : undefined}>
            <Field label="Quote" name="quote" error={errorsOf(failure, 'evidence')} hint="The sentence, word for word.">
              <Textarea defaultValue={typedIn(failure, 'quote')} maxLength={4000} rows={2} />
            </Field>
          </Disclosure>
        </div>
        <Actions>
          <SubmitButton>Propose change</SubmitButton>
          <LinkButton to={`/packages/${pkg.code}`} variant="quiet">
            Cancel
          </LinkButton>
        </Actions>
      </Form>
    </Card>
  );
}

function StatusFields({
  pkg,
  levels,
  today,
  start,
  failure,
}: Pick<ProposeFormProps, 'pkg' | 'levels' | 'today' | 'start' | 'failure'>) {
  const steps = allowedTransitions(pkg);
  const options = steps.map((step) => {
    const level = levels.steps.find(({ to }) => to === step.to)?.level;
    return { value: step.to, label: `${stepLabel(pkg, step)}${level ? ` · ${whoDecides(level)}` : ''}` };
  });
  return (
    <FieldGrid>
      <Field
        label="New status"
        name="status"
        error={errorsOf(failure, 'status')}
        hint={`It is ${labelOfStatus(pkg.status)}. Only steps that are allowed from here.`}
      >
        <Select
          autoFocus
          placeholder="No change of status"
          options={options}
          defaultValue={typedIn(failure, 'status', start.status)}
        />
      </Field>
      <Field
        label="Effective date"
        name="effectiveDate"
        error={errorsOf(failure, 'effectiveDate')}
        hint="Of a new status: the day it came true, today or earlier."
      >
        <DateInput defaultValue={typedIn(failure, 'effectiveDate', today)} max={today} />
      </Field>
      {isAfterOrder(pkg) && steps.some((step) => step.kind === 'cancel') ? (
        <Field label="Final amount" name="finalAmount" hint="Only for terminating: what is paid in the end.">
          <MoneyInput defaultValue={typedIn(failure, 'finalAmount')} currency={pkg.currency} />
        </Field>
      ) : null}
    </FieldGrid>
  );
}

function CustomFields({ values, failure }: { values: ProposeValues; failure: ActionFailure | null }) {
  const custom = Object.keys(values).filter((name) => name.startsWith('custom.'));
  return (
    <div className="mt-3">
      <FieldGrid>
        {custom.map((name) => (
          <Field
            key={name}
            label={name.slice('custom.'.length)}
            name={name}
            hint="Custom field; empty it to remove it."
          >
            <Input defaultValue={values[name]} maxLength={2000} />
          </Field>
        ))}
        <Field label="New custom field" name="newCustomName" error={errorsOf(failure, 'customFields')}>
          <Input
            defaultValue={typedIn(failure, 'newCustomName')}
            maxLength={60}
            placeholder="Name, such as Heat number"
          />
        </Field>
        <Field label="Its value" name="newCustomValue">
          <Input defaultValue={typedIn(failure, 'newCustomValue')} maxLength={2000} />
        </Field>
      </FieldGrid>
    </div>
  );
}
