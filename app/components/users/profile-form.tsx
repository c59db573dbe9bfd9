import { Form } from '@remix-run/react';
import type { UserJson } from '~server/users/user.schema.ts';
import type { ActionFailure } from '../../http/page.server.ts';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { Input } from '../ui/input.tsx';
import { Actions, FieldGrid } from '../ui/layout.tsx';
import { Select } from '../ui/select.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TimeZoneOptions } from './time-zone-options.tsx';

interface ProfileFormProps {
  user: UserJson;
  timeZones: string[];
  failure: ActionFailure | null;
}

/** One's own name and time zone. */
export function ProfileForm({ user, timeZones, failure }: ProfileFormProps) {
  return (
    <Form method="post">
      <input type="hidden" name="version" value={user.version} />
      <FieldGrid>
        <Field label="Name" name="name" required error={errorsOf(failure, 'name')}>
          <Input autoComplete="name" maxLength={120} defaultValue={typedIn(failure, 'name', user.name)} />
        </Field>
        <Field
          label="Time zone"
          name="timeZone"
          hint="Times are shown in it, and your day begins by it."
          error={errorsOf(failure, 'timeZone')}
        >
          <Select defaultValue={typedIn(failure, 'timeZone', user.timeZone)}>
            <TimeZoneOptions zones={timeZones} />
          </Select>
        </Field>
      </FieldGrid>
      <Actions>
        <SubmitButton name="intent" value="profile">
          Save profile
        </SubmitButton>
      </Actions>
    </Form>
  );
}
