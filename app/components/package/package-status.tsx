import type { PackageStatus } from '~server/packages/package-fields.schema.ts';
import { type StatusState, statusLabel } from '~server/packages/package.policy.ts';
import { StatusDot } from '../ui/status-dot.tsx';
import type { Tone } from '../ui/tone.ts';

const TONES: Record<PackageStatus, Tone> = {
  draft: 'neutral',
  planned: 'neutral',
  rfq_issued: 'ai',
  bids_received: 'ai',
  evaluation: 'ai',
  awarded: 'ai',
  po_issued: 'ai',
  in_fabrication: 'ai',
  in_execution: 'ai',
  shipped: 'ai',
  partially_delivered: 'ai',
  delivered: 'ok',
  completed: 'ok',
  closed: 'ok',
  on_hold: 'warn',
  cancelled: 'neutral',
};

/** The colour of a status: the present step, done, or waiting. */
export const packageStatusTone = (status: PackageStatus): Tone => TONES[status];

/** A package's status; cancelled after the order reads "Terminated". */
export function PackageStatusDot({ pkg }: { pkg: StatusState & { contractFrozen: boolean } }) {
  return <StatusDot tone={TONES[pkg.status]}>{statusLabel(pkg)}</StatusDot>;
}
