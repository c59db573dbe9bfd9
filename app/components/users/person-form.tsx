import { Form } from '@remix-run/react';
import type { UserJson } from '~server/users/user.schema.ts';
import type { ActionFailure } from '../../http/page.server.ts';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { Input } from '../ui/input.tsx';
import { Actions, FieldGrid, Stack } from '../ui/layout.tsx';
import { Select } from '../ui/select.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { ROLE_OPTIONS } from './choices.ts';
import { DecisionLimitFields } from './decision-limit-fields.tsx';
import { TimeZoneOptions } from './time-zone-options.tsx';

interface PersonFormProps {
  /** Absent: a new person. */
  person?: UserJson;
  /** The signed-in admin's own row: role and limit are another admin's to set. */
  own?: boolean;
  timeZones: string[];
  failure: ActionFailure | null;
}

/** The form of a person, new or existing. */
export function PersonForm({ person, own = false, timeZones, failure }: PersonFormProps) {
  return (
    <Form method="post">
      {person ? <input type="hidden" name="version" value={person.version} /> : null}
      <Stack>
        <FieldGrid>
          {person ? null : (
            <Field label="Email" name="email" required error={errorsOf(failure, 'email')}>
              <Input type="email" autoComplete="off" maxLength={254} defaultValue={typedIn(failure, 'email')} />
            </Field>
          )}
          <Field label="Name" name="name" required error={errorsOf(failure, 'name')}>
            <Input maxLength={120} autoComplete="off" defaultValue={typedIn(failure, 'name', person?.name)} />
          </Field>
          <Field label="Title" name="title" error={errorsOf(failure, 'title')}>
            <Input maxLength={120} autoComplete="off" defaultValue={typedIn(failure, 'title', person?.title)} />
          </Field>
          {own ? null : (
            <Field label="Role" name="role" required error={errorsOf(failure, 'role')}>
              <Select options={ROLE_OPTIONS} defaultValue={typedIn(failure, 'role', person?.role ?? 'operator')} />
            </Field>
          )}
          <Field label="Time zone" name="timeZone" error={errorsOf(failure, 'timeZone')}>
            <Select defaultValue={typedIn(failure, 'timeZone', person?.timeZone ?? 'UTC')}>
              <TimeZoneOptions zones={timeZones} />
            </Select>
          </Field>
        </FieldGrid>
        {person && !own ? <DecisionLimitFields limit={person.decisionLimit} failure={failure} /> : null}
      </Stack>
      <Actions>
        <SubmitButton name="intent" value={person ? 'save' : 'create'}>
          {person ? 'Save' : 'Add person'}
        </SubmitButton>
      </Actions>
    </Form>
  );
}
