import { Form } from '@remix-run/react';
import { isOpenTask } from '~server/tasks/task.policy.ts';
import type { TaskJson } from '~server/tasks/task.schema.ts';
import { LinkButton } from '../ui/button.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';

/** What is done with a task at the head of its page: edit it, start it, finish it. */
export function TaskActions({ task }: { task: TaskJson }) {
  return (
    <>
      <LinkButton to="?do=edit" icon="edit" shortcut="e">
        Edit
      </LinkButton>
      {isOpenTask(task.status) ? (
        <Form method="post" className="flex gap-2">
          <input type="hidden" name="version" value={task.version} />
          {task.status === 'in_progress' ? null : (
            <SubmitButton variant="default" name="intent" value="start">
              Start
            </SubmitButton>
          )}
          <SubmitButton name="intent" value="done" icon="check">
            Done
          </SubmitButton>
        </Form>
      ) : null}
    </>
  );
}
