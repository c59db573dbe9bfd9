import { describe, expect, it } from 'vitest';
import { PACKAGE_STATUSES } from '../../../server/packages/package-fields.schema.ts';
import {
  OPEN_TASK_STATUSES,
  TASK_STATUSES,
  allowedTaskMoves,
  checkTask,
  dueDateHistory,
  isOpenTask,
  isOverdue,
  isPaused,
  movesOverdueDate,
} from '../../../server/tasks/task.policy.ts';
import type { TaskStatus, TaskValues } from '../../../server/tasks/task.policy.ts';

const TODAY = '2026-03-05';
const task = (status: TaskStatus, over: Partial<TaskValues> = {}): TaskValues => ({
  status,
  dueDate: null,
  startDate: null,
  waitingFor: status === 'blocked' ? 'drawings' : null,
  lookAgainDate: status === 'blocked' ? '2026-03-10' : null,
  ...over,
});
const codes = (before: TaskValues | null, after: TaskValues, reason: string | null = null) =>
  checkTask(before, after, { today: TODAY, reason }).map((problem) => `${problem.field}:${problem.code}`);

const MOVES: Record<TaskStatus, string> = {
  open: 'in_progress blocked done cancelled',
  in_progress: 'open blocked done cancelled',
  blocked: 'open in_progress done cancelled',
  done: 'open in_progress',
  cancelled: 'open',
};

describe('tasks', () => {
  it.each(TASK_STATUSES.flatMap((from) => TASK_STATUSES.map((to) => [from, to] as const)))('%s to %s', (from, to) => {
    const allowed = from === to || MOVES[from].split(' ').includes(to);
    expect(codes(task(from), task(to))).toEqual(allowed ? [] : ['status:move_not_allowed']);
    expect(allowedTaskMoves(from)).toEqual(MOVES[from].split(' '));
  });

  it.each(TASK_STATUSES.flatMap((status) => [undefined, ...PACKAGE_STATUSES].map((pkg) => [status, pkg] as const)))(
    'overdue: %s, package %s',
    (status, pkg) => {
      const open = ['open', 'in_progress', 'blocked'].includes(status);
      const paused = pkg !== undefined && ['on_hold', 'cancelled', 'closed'].includes(pkg);
      expect(isOpenTask(status)).toBe(open);
      expect((OPEN_TASK_STATUSES as readonly string[]).includes(status)).toBe(open);
      if (pkg) expect(isPaused(pkg)).toBe(paused);
      expect(isOverdue({ status, dueDate: '2026-03-04' }, TODAY, pkg)).toBe(open && !paused);
      expect(isOverdue({ status, dueDate: TODAY }, TODAY, pkg)).toBe(false);
      expect(isOverdue({ status, dueDate: null }, TODAY, pkg)).toBe(false);
    },
  );

  it('blocked needs what we wait for and a look-again date', () => {
    for (const before of [null, task('open')]) {
      expect(codes(before, task('blocked', { waitingFor: ' ', lookAgainDate: null }))).toEqual([
        'waitingFor:required_when_blocked',
        'lookAgainDate:required_when_blocked',
      ]);
    }
    expect(codes(null, task('open', { startDate: '2026-03-06', dueDate: TODAY }))).toEqual([
      'startDate:start_after_due',
    ]);
  });

  it('moving an overdue date needs a reason', () => {
    const late = task('open', { dueDate: '2026-03-04' });
    expect(codes(late, { ...late, dueDate: '2026-03-20' })).toEqual(['reason:reason_required']);
    expect(codes(late, { ...late, dueDate: null }, ' ')).toEqual(['reason:reason_required']);
    expect(codes(late, { ...late, dueDate: '2026-03-20' }, 'vendor is late')).toEqual([]);
    expect(codes(late, late)).toEqual([]);
    expect(codes(task('open', { dueDate: TODAY }), task('open', { dueDate: '2026-03-20' }))).toEqual([]);
    expect(movesOverdueDate({ status: 'done', dueDate: '2026-03-04' }, null, TODAY)).toBe(false);
  });

  it('the first date and the number of moves stay visible', () => {
    const none = { dueDate: null, firstDueDate: null, dueMoves: 0 };
    expect(dueDateHistory(none, '2026-03-04')).toEqual({ firstDueDate: '2026-03-04', dueMoves: 0 });
    const set = { dueDate: '2026-03-04', firstDueDate: '2026-03-04', dueMoves: 0 };
    expect(dueDateHistory(set, '2026-03-04')).toEqual({ firstDueDate: '2026-03-04', dueMoves: 0 });
    expect(dueDateHistory(set, null)).toEqual({ firstDueDate: '2026-03-04', dueMoves: 1 });
    expect(dueDateHistory({ ...set, dueDate: null, dueMoves: 1 }, '2026-04-01')).toEqual({
      firstDueDate: '2026-03-04',
      dueMoves: 2,
    });
    expect(dueDateHistory(none, null)).toEqual({ firstDueDate: null, dueMoves: 0 });
  });
});
