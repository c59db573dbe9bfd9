import type { ApprovalView } from '~/components/approval/approval-view.ts';
import type { ToastText } from '~/http/toast.server.ts';
import type { Proposed } from '~server/packages/propose-change.ts';

/** What became of a proposal, in one sentence. */
export function proposedToast({ code, applied, json }: Proposed): ToastText {
  if (applied) return { tone: 'ok', text: `Applied at once: ${code} is of low level.` };
  const { turn, turnNote } = JSON.parse(json) as ApprovalView;
  if (turn) return { tone: 'ok', text: `${code} waits for ${turn.name}.${turnNote ? ` It ${turnNote}.` : ''}` };
  return { tone: 'warn', text: `${code} is proposed, but it ${turnNote ?? 'has no decider yet'}.` };
}
