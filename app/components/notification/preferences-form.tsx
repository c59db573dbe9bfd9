import { Form } from '@remix-run/react';
import type { Preferences } from '~server/notifications/notification.schema.ts';
import { Checkbox, ChoiceGroup } from '../ui/choice.tsx';
import { Actions } from '../ui/layout.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';

/** What one is told by mail; the bell shows everything either way. */
export function PreferencesForm({ preferences }: { preferences: Preferences }) {
  return (
    <Form method="post">
      <ChoiceGroup legend="By mail">
        <Checkbox name="mailTurn" label="A change waits for my decision" defaultChecked={preferences.mailTurn} />
        <Checkbox name="mailAssigned" label="A task is given to me" defaultChecked={preferences.mailAssigned} />
        <Checkbox
          name="mailComments"
          label="A comment on what is mine, or that names me"
          defaultChecked={preferences.mailComments}
        />
        <Checkbox
          name="digest"
          label="A digest at 07:00 on working days"
          hint="Overdue and due tasks, and what waits for a date or a decision; nothing when there is nothing."
          defaultChecked={preferences.digest}
        />
      </ChoiceGroup>
      <Actions>
        <SubmitButton variant="default" name="intent" value="notifications">
          Save
        </SubmitButton>
      </Actions>
    </Form>
  );
}
