import { Form } from '@remix-run/react';
import { TASK_PRIORITIES } from '~server/tasks/task.policy.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { DateInput, Input } from '../ui/input.tsx';
import { Actions, FieldGrid } from '../ui/layout.tsx';
import { Select, type SelectOption } from '../ui/select.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { useFocusFirstInvalid } from '../ui/use-focus-first-invalid.ts';

interface AddTaskFormProps {
  code: string;
  buyer: string | null;
  people: SelectOption[];
  failure: ActionFailure | null;
}

/** Adds a task to the package. */
export function AddTaskForm({ code, buyer, people, failure }: AddTaskFormProps) {
  const ref = useFocusFirstInvalid(failure);
  const priorities = TASK_PRIORITIES.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }));
  return (
    <Card title="Add a task" id="add-task" padded>
      <Form method="post" ref={ref} className="grid gap-3">
        <input type="hidden" name="intent" value="add-task" />
        <FailureBanner failure={failure} />
        <Field label="Task" name="title" required error={errorsOf(failure, 'title')}>
          <Input autoFocus defaultValue={typedIn(failure, 'title')} maxLength={300} />
        </Field>
        <FieldGrid>
          <Field label="Assignee" name="assignee" error={errorsOf(failure, 'assignee')}>
            <Select
              placeholder={buyer ? `The buyer, ${buyer}` : 'The buyer, when there is one'}
              options={people}
              defaultValue={typedIn(failure, 'assignee')}
            />
          </Field>
          <Field label="Due" name="dueDate" error={errorsOf(failure, 'dueDate')}>
            <DateInput defaultValue={typedIn(failure, 'dueDate')} />
          </Field>
          <Field label="Priority" name="priority" error={errorsOf(failure, 'priority')}>
            <Select options={priorities} defaultValue={typedIn(failure, 'priority', 'normal')} />
          </Field>
        </FieldGrid>
        <Actions>
          <SubmitButton>Add task</SubmitButton>
          <LinkButton to={`/packages/${code}`} variant="quiet">
            Cancel
          </LinkButton>
        </Actions>
      </Form>
    </Card>
  );
}
