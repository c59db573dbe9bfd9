import { PatchDiff } from '../approval/patch-diff.tsx';
import { DateText } from '../ui/date-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { MadeView } from './chat-view.ts';

const words = (status: string) => status.replaceAll('_', ' ');

/** What a turn made: a proposal with before and after, or a task, each with the way to take it back. */
export function MadeCard({ made }: { made: MadeView }) {
  if (made.type === 'task')
    return (
      <div className="mt-2 rounded-lg border bg-surface px-3 py-2">
        <p className="font-semibold wrap-anywhere">
          <TextLink to={`/tasks/${made.code}`}>{made.code}</TextLink> {made.title}
        </p>
        <p className="text-sm text-muted">
          {made.package} · {made.assignee ?? 'the buyer'} · due <DateText value={made.dueDate} /> · {words(made.status)}
        </p>
        {made.status === 'open' ? (
          <p className="mt-1 text-sm">
            <TextLink to={`/tasks/${made.code}`}>Undo: cancel the task</TextLink>
          </p>
        ) : null}
      </div>
    );
  return (
    <div className="mt-2 rounded-lg border bg-surface px-3 py-2">
      <p className="mb-1.5 font-semibold">
        <TextLink to={`/approvals/${made.code}`}>{made.code}</TextLink> {made.package ?? ''} · {words(made.status)}
      </p>
      <PatchDiff patch={made.patch} />
      {made.status === 'pending' && made.own ? (
        <p className="mt-1.5 text-sm">
          <TextLink to={`/approvals/${made.code}?do=withdraw`}>Undo: withdraw the proposal</TextLink>
        </p>
      ) : null}
    </div>
  );
}
