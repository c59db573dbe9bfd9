import { Form } from '@remix-run/react';
import type { ActionFailure } from '../../http/page.server.ts';
import { Checkbox, ChoiceGroup } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { Input } from '../ui/input.tsx';
import { Actions, FieldGrid } from '../ui/layout.tsx';
import { Select } from '../ui/select.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';

const EXPIRY = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until revoked' },
];

/** The form for a new token of one's own. */
export function TokenForm({ failure }: { failure: ActionFailure | null }) {
  return (
    <Form method="post">
      <FieldGrid>
        <Field
          label="Name"
          name="name"
          required
          error={errorsOf(failure, 'name')}
          hint="What it is for, such as “ERP import”."
        >
          <Input maxLength={80} defaultValue={typedIn(failure, 'name')} />
        </Field>
        <Field label="Expires after" name="expiresInDays" error={errorsOf(failure, 'expiresInDays')}>
          <Select options={EXPIRY} defaultValue={typedIn(failure, 'expiresInDays', '90')} />
        </Field>
        <ChoiceGroup legend="Scopes" error={errorsOf(failure, 'scopes')[0]}>
          <Checkbox name="scopes" value="read" label="read" defaultChecked />
          <Checkbox
            name="scopes"
            value="write"
            label="write"
            hint="Propose, work tasks, bring mail in."
            defaultChecked
          />
          <Checkbox name="scopes" value="admin" label="admin" hint="Counts only while you are an admin." />
        </ChoiceGroup>
      </FieldGrid>
      <Actions>
        <SubmitButton name="intent" value="create-token">
          Create token
        </SubmitButton>
      </Actions>
    </Form>
  );
}
