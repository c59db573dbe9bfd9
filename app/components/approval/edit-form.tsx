import { Form } from '@remix-run/react';
import { isPackageField, type PackageField, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import { allowedTransitions, labelOfStatus } from '~server/packages/package.policy.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import type { PackageView } from '../package/package-view.ts';
import { type ProposeChoices, ProposeField } from '../package/propose-field.tsx';
import { valuesOfPatch } from '../package/propose-values.ts';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Checkbox } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { DateInput, Input, Textarea } from '../ui/input.tsx';
import { Actions } from '../ui/layout.tsx';
import { Select } from '../ui/select.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { useFocusFirstInvalid } from '../ui/use-focus-first-invalid.ts';
import type { ApprovalView } from './approval-view.ts';
import { patchLabel, patchText } from './patch-rows.ts';

interface EditFormProps {
  approval: ApprovalView;
  pkg: PackageView;
  choices: ProposeChoices;
  today: string;
  failure: ActionFailure | null;
}

/** The operation names a field of the package `patch.title`; the input is called `title`. */
const namedAsInput = (wrong: ActionFailure['fields'][number]) => ({
  ...wrong,
  field: wrong.field.replace(/^patch\./, ''),
});

/** Edits a pending request: fields unticked are taken out, values changed are proposed instead. */
export function EditForm({ approval, pkg, choices, today, failure: failed }: EditFormProps) {
  const failure = failed && { ...failed, fields: failed.fields.map(namedAsInput) };
  const ref = useFocusFirstInvalid(failure);
  const values = valuesOfPatch(approval.patch);
  const fields = Object.keys(approval.patch).filter(isPackageField);
  const kept = (field: string) => (failure ? [failure.values.keep].flat().includes(field) : true);
  return (
    <Card title="Edit this request" padded id="edit">
      <Form method="post" ref={ref} className="grid gap-4">
        <input type="hidden" name="version" value={approval.version} />
        <input type="hidden" name="was" value={JSON.stringify({ ...values, reason: approval.reason })} />
        <FailureBanner failure={failure} />
        <p className="text-md text-muted">
          Decisions taken so far are forgotten, and whoever edits can no longer decide it.
        </p>
        <ul className="grid gap-3">
          {fields.map((field) => (
            <li key={field} className="grid items-start gap-x-4 gap-y-1.5 sm:grid-cols-[180px_minmax(0,1fr)]">
              <Checkbox
                name="keep"
                value={field}
                defaultChecked={kept(field)}
                label={`Keep ${patchLabel(field, pkg)}`}
                hint={`now ${patchText(field, approval.patch[field]?.from, pkg.currency) || 'empty'}`}
              />
              <Value field={field} pkg={pkg} values={values} choices={choices} failure={failure} />
            </li>
          ))}
        </ul>
        {approval.patch.status ? (
          <Field label="Effective date" name="effectiveDate" error={errorsOf(failure, 'effectiveDate')}>
            <DateInput defaultValue={typedIn(failure, 'effectiveDate', approval.effectiveDate ?? today)} max={today} />
          </Field>
        ) : null}
        <Field label="Reason" name="reason" error={errorsOf(failure, 'reason')}>
          <Textarea defaultValue={typedIn(failure, 'reason', approval.reason)} maxLength={4000} />
        </Field>
        <Actions>
          <SubmitButton name="intent" value="edit">
            Save changes
          </SubmitButton>
          <LinkButton to={`/approvals/${approval.code}`} variant="quiet">
            Cancel
          </LinkButton>
        </Actions>
      </Form>
    </Card>
  );
}

interface ValueProps {
  field: PackageField;
  pkg: PackageView;
  values: Record<string, string>;
  choices: ProposeChoices;
  failure: ActionFailure | null;
}

function Value({ field, pkg, values, choices, failure }: ValueProps) {
  const error = errorsOf(failure, field);
  if (field === 'customFields') {
    return (
      <div className="grid gap-2">
        {Object.keys(values)
          .filter((name) => name.startsWith('custom.'))
          .map((name) => (
            <Field key={name} label={name.slice('custom.'.length)} name={name} error={error}>
              <Input defaultValue={typedIn(failure, name, values[name])} maxLength={2000} />
            </Field>
          ))}
      </div>
    );
  }
  const value = typedIn(failure, field, values[field]);
  if (field !== 'status') {
    return <ProposeField field={field} pkg={pkg} value={value} choices={choices} error={error} />;
  }
  const steps = new Set<PackageStatus>([...allowedTransitions(pkg).map(({ to }) => to), value as PackageStatus]);
  return (
    <Field label="New status" name="status" error={error}>
      <Select options={[...steps].map((to) => ({ value: to, label: labelOfStatus(to) }))} defaultValue={value} />
    </Field>
  );
}
