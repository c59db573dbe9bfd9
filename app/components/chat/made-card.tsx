import { Form } from '@remix-run/react';
import { PatchDiff } from '../approval/patch-diff.tsx';
import { Button } from '../ui/button.tsx';
import { DateText } from '../ui/date-text.tsx';
import { Pill } from '../ui/pill.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { MadeView } from './chat-view.ts';

const words = (status: string) => status.replaceAll('_', ' ');

/** What a turn made: a proposal with before and after, or a task, each with the way to take it back. */
export function MadeCard({ made }: { made: MadeView }) {
  if (made.type === 'task')
    return (
      <div className="mt-2 rounded-lg border bg-surface px-3 py-2">
        <p className="flex flex-wrap items-center gap-x-2 font-semibold wrap-anywhere">
          <TextLink to={`/tasks/${made.code}`}>{made.code}</TextLink> {made.title}{' '}
          <Pill tone="ai">By the assistant</Pill>
        </p>
        <p className="text-sm text-muted">
          {made.package} · {made.assignee ?? 'the buyer'} · due <DateText value={made.dueDate} /> · {words(made.status)}
        </p>
        {made.status === 'open' ? <Undo intent="cancel-task" code={made.code} label="Undo: cancel the task" /> : null}
      </div>
    );
  return (
    <div className="mt-2 rounded-lg border bg-surface px-3 py-2">
      <p className="mb-1.5 flex flex-wrap items-center gap-x-2 font-semibold">
        <TextLink to={`/approvals/${made.code}`}>{made.code}</TextLink> {made.package ?? ''} · {words(made.status)}{' '}
        <Pill tone="ai">By the assistant</Pill>
      </p>
      <PatchDiff patch={made.patch} />
      {made.status === 'pending' && made.own ? (
        <Undo intent="withdraw" code={made.code} label="Undo: withdraw the proposal" />
      ) : null}
    </div>
  );
}

function Undo({ intent, code, label }: { intent: string; code: string; label: string }) {
  return (
    <Form method="post" preventScrollReset className="mt-1.5">
      <input type="hidden" name="code" value={code} />
      <Button type="submit" size="sm" name="intent" value={intent}>
        {label}
      </Button>
    </Form>
  );
}
