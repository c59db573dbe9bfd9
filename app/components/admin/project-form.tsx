import { Form } from '@remix-run/react';
import { TimeZoneOptions } from '~/components/users/time-zone-options.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { Input } from '~/components/ui/input.tsx';
import { Actions, FieldGrid } from '~/components/ui/layout.tsx';
import { Select } from '~/components/ui/select.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '~/components/ui/use-focus-first-invalid.ts';
import type { ActionFailure } from '~/http/page.server.ts';

/** A new project; its calendar and policy begin with the defaults and are changed on its page. */
export function ProjectForm({ timeZones, failure }: { timeZones: string[]; failure: ActionFailure | null }) {
  const ref = useFocusFirstInvalid(failure);
  return (
    <Form method="post" ref={ref}>
      <FailureBanner failure={failure} />
      <FieldGrid>
        <Field label="Code" name="code" required error={errorsOf(failure, 'code')} hint="Short, such as NG">
          <Input maxLength={20} autoComplete="off" autoFocus defaultValue={typedIn(failure, 'code')} />
        </Field>
        <Field label="Name" name="name" required error={errorsOf(failure, 'name')}>
          <Input maxLength={200} autoComplete="off" defaultValue={typedIn(failure, 'name')} />
        </Field>
        <Field label="Time zone" name="timeZone" required error={errorsOf(failure, 'timeZone')}>
          <Select defaultValue={typedIn(failure, 'timeZone', 'UTC')}>
            <TimeZoneOptions zones={timeZones} />
          </Select>
        </Field>
        <Field label="Currency" name="currency" required error={errorsOf(failure, 'currency')} hint="Such as EUR">
          <Input maxLength={3} autoComplete="off" defaultValue={typedIn(failure, 'currency')} />
        </Field>
      </FieldGrid>
      <Actions>
        <SubmitButton>Add project</SubmitButton>
        <LinkButton to="/admin/projects" variant="quiet">
          Cancel
        </LinkButton>
      </Actions>
    </Form>
  );
}
