import { Form } from '@remix-run/react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';

const FORM = 'file-ticked';

/** The box that ticks a message for filing with others; it belongs to the form above the list. */
export function TickMail({ id, subject }: { id: string; subject: string | null }) {
  return (
    <label className="flex items-start border-b py-3 pr-2 pl-3.5">
      <input
        type="checkbox"
        name="ids"
        value={id}
        form={FORM}
        aria-label={`Tick: ${subject || '(no subject)'}`}
        className="size-4 accent-accent"
      />
    </label>
  );
}

/** Files all ticked messages under one package. */
export function BulkFiling({ choices, failure }: { choices: PackageChoice[]; failure: ActionFailure | null }) {
  return (
    <Form id={FORM} method="post" action="/mail?tab=triage" className="flex items-end gap-2 border-b p-2">
      <Field
        label="File ticked messages under"
        name="package"
        hideLabel
        required
        error={errorsOf(failure, 'package')}
        className="min-w-0 flex-1"
      >
        <PackageInput choices={choices} placeholder="Package code" defaultValue={typedIn(failure, 'package')} />
      </Field>
      <SubmitButton variant="default" className="h-8" name="intent" value="file-ticked">
        File ticked
      </SubmitButton>
    </Form>
  );
}
