import type { ComponentProps, ReactNode } from 'react';
import { Banner } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import type { ApprovalView } from './approval-view.ts';

type Words = [tone: ComponentProps<typeof Banner>['tone'], title: string, text?: ReactNode];

/** How an approval ended, and the way on where its change was not made. */
export function OutcomeBanner({ approval, canPropose }: { approval: ApprovalView; canPropose: boolean }) {
  const words = wordsOf(approval);
  if (!words) return null;
  const [tone, title, text] = words;
  const again = canPropose && approval.packageCode && approval.status !== 'applied';
  return (
    <Banner
      tone={tone}
      title={title}
      action={
        again ? (
          <LinkButton to={`/packages/${approval.packageCode}?do=propose&again=${approval.code}`}>
            {approval.status === 'superseded' ? 'Propose again on today’s values' : 'Propose again'}
          </LinkButton>
        ) : null
      }
    >
      {text}
    </Banner>
  );
}

function wordsOf({ status, outcome, level, decidedByOne }: ApprovalView): Words | null {
  switch (status) {
    case 'applied':
      if (level === 'low') return ['ok', 'Applied at once by the policy', 'Changes of low level need no decision.'];
      return [
        'ok',
        'Approved and applied',
        decidedByOne ? 'Decided by one: the project’s second decision is off.' : null,
      ];
    case 'rejected':
      return ['bad', 'Rejected', outcome];
    case 'withdrawn':
      return ['info', 'Withdrawn by its requester', outcome];
    case 'expired':
      return ['warn', 'Expired without a decision', outcome];
    case 'superseded':
      return ['warn', 'Superseded: nothing was changed', outcome];
    case 'apply_failed':
      return ['bad', 'Approved, but it could not be applied', outcome];
    default:
      return null;
  }
}
