import type { ApprovalView } from '~/components/approval/approval-view.ts';
import type { ToastText } from '~/http/toast.server.ts';
import type { Decided } from '~server/approvals/decide-approval.ts';

/** What became of a decision, in one sentence. */
export function decidedToast({ status, json }: Decided): ToastText {
  const { code, packageCode, turn, turnNote, decisions, requiredDecisions } = JSON.parse(json) as ApprovalView;
  if (status === 'applied')
    return { tone: 'ok', text: `${code} is approved and applied${packageCode ? ` to ${packageCode}` : ''}.` };
  if (status === 'rejected') return { tone: 'ok', text: `${code} is rejected; nothing was changed.` };
  const next = turn ? `it waits for ${turn.name} now` : `it ${turnNote ?? 'has no further decider'}`;
  return { tone: turn ? 'ok' : 'warn', text: `Approved, ${decisions.length} of ${requiredDecisions}: ${next}.` };
}
