import { countDays } from '../package/days.ts';
import { Pill } from '../ui/pill.tsx';
import type { ApprovalView } from './approval-view.ts';

const DAY_MS = 86_400_000;

/** Whole days from an instant to now, never below 0. */
export function daysSince(instant: string | null, now: string): number {
  if (!instant) return 0;
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(instant)) / DAY_MS));
}

/** Whose turn a pending approval is and for how long, or that it is nobody's. */
export function TurnPill({ approval, now }: { approval: ApprovalView; now: string }) {
  if (approval.status !== 'pending') return null;
  if (!approval.turn) return <Pill tone="bad">Nobody can decide</Pill>;
  const days = daysSince(approval.turnSince, now);
  return (
    <Pill tone="warn">
      {approval.turn.name}
      {days > 0 ? ` · ${countDays(days)}` : null}
    </Pill>
  );
}
