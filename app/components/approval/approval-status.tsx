import type { ApprovalLevel, ApprovalStatus } from '~server/approvals/approval.policy.ts';
import { Pill } from '../ui/pill.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import type { Tone } from '../ui/tone.ts';

const STATUSES: Record<ApprovalStatus, [Tone, string]> = {
  pending: ['warn', 'Pending'],
  approved: ['warn', 'Approved'],
  applied: ['ok', 'Applied'],
  rejected: ['bad', 'Rejected'],
  withdrawn: ['neutral', 'Withdrawn'],
  expired: ['neutral', 'Expired'],
  superseded: ['neutral', 'Superseded'],
  apply_failed: ['bad', 'Could not be applied'],
};

/** How an approval stands. */
export function ApprovalStatusDot({ status }: { status: ApprovalStatus }) {
  const [tone, word] = STATUSES[status];
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

const LEVELS: Record<ApprovalLevel, [Tone, string]> = {
  low: ['neutral', 'Low'],
  medium: ['neutral', 'Medium'],
  high: ['warn', 'High'],
  critical: ['bad', 'Critical'],
};

/** The level of a change. */
export function LevelPill({ level }: { level: ApprovalLevel }) {
  const [tone, word] = LEVELS[level];
  return <Pill tone={tone}>{word}</Pill>;
}

const WHO: Record<ApprovalLevel, string> = {
  low: 'Applied at once',
  medium: 'The buyer or a decider',
  high: 'A decider',
  critical: 'Two deciders',
};

/** Who decides a change of the level, in a few words. */
export const whoDecides = (level: ApprovalLevel): string => WHO[level];
