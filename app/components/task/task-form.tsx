import { Form } from '@remix-run/react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { DateInput, Input, Textarea } from '~/components/ui/input.tsx';
import { Actions, FieldGrid, Stack } from '~/components/ui/layout.tsx';
import { Select } from '~/components/ui/select.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '~/components/ui/use-focus-first-invalid.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';
import { allowedTaskMoves } from '~server/tasks/task.policy.ts';
import type { TaskJson } from '~server/tasks/task.schema.ts';
import { PRIORITY_OPTIONS, taskStatus } from './task-words.ts';

interface TaskFormProps {
  /** Absent: a new task. */
  task?: TaskJson;
  /** For a new task: the package it starts with. */
  packageCode?: string;
  packages: PackageChoice[];
  people: { email: string; name: string }[];
  failure: ActionFailure | null;
  cancelTo: string;
}

/** The form of a task, new or existing. */
export function TaskForm({ task, packageCode, packages, people, failure, cancelTo }: TaskFormProps) {
  const ref = useFocusFirstInvalid(failure);
  const stored = (field: 'title' | 'dueDate' | 'waitingFor' | 'lookAgainDate' | 'description' | 'startDate') =>
    typedIn(failure, field, task?.[field] ?? '');
  const error = (field: string) => errorsOf(failure, field);
  return (
    <Form method="post" ref={ref} action={task ? `/tasks/${task.code}` : '/tasks?index'}>
      {task ? <input type="hidden" name="version" value={task.version} /> : null}
      <FailureBanner failure={failure} />
      <Stack>
        <Field label="Title" name="title" required error={error('title')}>
          <Input maxLength={300} autoComplete="off" autoFocus={!task} defaultValue={stored('title')} />
        </Field>
        <FieldGrid>
          {task ? null : (
            <Field label="Package" name="package" required error={error('package')}>
              <PackageInput choices={packages} defaultValue={typedIn(failure, 'package', packageCode)} />
            </Field>
          )}
          <Field label="Assignee" name="assignee" error={error('assignee')}>
            <Select
              placeholder="Nobody: the buyer’s"
              options={people.map(({ email, name }) => ({ value: email, label: name }))}
              defaultValue={typedIn(failure, 'assignee', task?.assignee?.email ?? '')}
            />
          </Field>
          <Field label="Due" name="dueDate" error={error('dueDate')}>
            <DateInput defaultValue={stored('dueDate')} />
          </Field>
          <Field label="Priority" name="priority" error={error('priority')}>
            <Select
              options={PRIORITY_OPTIONS}
              defaultValue={typedIn(failure, 'priority', task?.priority ?? 'normal')}
            />
          </Field>
        </FieldGrid>
        {task ? <TaskProgressFields task={task} failure={failure} /> : null}
        <Field label="Description" name="description" error={error('description')}>
          <Textarea rows={2} maxLength={20_000} defaultValue={stored('description')} />
        </Field>
      </Stack>
      <Actions>
        <SubmitButton name="intent" value={task ? 'save' : 'create'}>
          {task ? 'Save' : 'Add task'}
        </SubmitButton>
        <LinkButton to={cancelTo} variant="quiet">
          Cancel
        </LinkButton>
      </Actions>
    </Form>
  );
}

/** How it stands, what a blocked task waits for, and why an overdue date moves. */
function TaskProgressFields({ task, failure }: { task: TaskJson; failure: ActionFailure | null }) {
  const statuses = [task.status, ...allowedTaskMoves(task.status)];
  const error = (field: string) => errorsOf(failure, field);
  return (
    <>
      <FieldGrid>
        <Field label="Status" name="status" error={error('status')}>
          <Select
            options={statuses.map((value) => ({ value, label: taskStatus(value).label }))}
            defaultValue={typedIn(failure, 'status', task.status)}
          />
        </Field>
        <Field label="Waiting for" name="waitingFor" error={error('waitingFor')} hint="Needed when blocked">
          <Input
            maxLength={300}
            autoComplete="off"
            defaultValue={typedIn(failure, 'waitingFor', task.waitingFor ?? '')}
          />
        </Field>
        <Field label="Look again" name="lookAgainDate" error={error('lookAgainDate')} hint="Needed when blocked">
          <DateInput defaultValue={typedIn(failure, 'lookAgainDate', task.lookAgainDate ?? '')} />
        </Field>
      </FieldGrid>
      <Field
        label="Reason"
        name="reason"
        error={error('reason')}
        hint={task.overdue ? 'Needed to move the overdue date' : 'Optional; stands in the history'}
      >
        <Input maxLength={4000} autoComplete="off" defaultValue={typedIn(failure, 'reason')} />
      </Field>
    </>
  );
}
