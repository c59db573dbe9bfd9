import { Form } from '@remix-run/react';
import type { DecisionRights } from '~server/approvals/decision-rights.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import { Banner } from '../ui/banner.tsx';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { Card } from '../ui/card.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { Textarea } from '../ui/input.tsx';
import { Actions } from '../ui/layout.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { useFocusFirstInvalid } from '../ui/use-focus-first-invalid.ts';
import type { ApprovalView } from './approval-view.ts';

interface DecideCardProps {
  approval: ApprovalView;
  rights: DecisionRights;
  failure: ActionFailure | null;
  /** Opened for withdrawing. */
  withdrawing: boolean;
}

/** The decision on a pending approval, or why it is not the reader's. */
export function DecideCard({ approval, rights, failure, withdrawing }: DecideCardProps) {
  return (
    <Card title="Decision" padded id="decide">
      <div className="grid gap-3">
        <FailureBanner failure={failure} />
        {rights.canDecide ? (
          <DecisionForm approval={approval} rights={rights} failure={failure} />
        ) : (
          <p className="text-muted">
            {rights.canWithdraw ? 'You requested this; somebody else decides.' : rights.why}
            {approval.turn ? ` It is the turn of ${approval.turn.name}.` : null}
          </p>
        )}
        {approval.turnNote ? <Banner tone="warn">It {approval.turnNote}.</Banner> : null}
        {rights.canWithdraw ? <WithdrawForm approval={approval} open={withdrawing} failure={failure} /> : null}
      </div>
    </Card>
  );
}

function DecisionForm({ approval, rights, failure }: Omit<DecideCardProps, 'withdrawing'>) {
  const ref = useFocusFirstInvalid(failure);
  const critical = approval.level === 'critical';
  const second = approval.requiredDecisions === 2;
  return (
    <Form method="post" ref={ref} className="grid gap-3">
      <input type="hidden" name="version" value={approval.version} />
      {rights.takesOver && approval.turn ? (
        <p className="text-muted">
          It is the turn of {approval.turn.name}. When you decide you take over, and that is recorded.
        </p>
      ) : null}
      <Field
        label="Reason"
        name="reason"
        error={errorsOf(failure, 'reason')}
        hint={critical ? 'Needed: this is critical.' : 'Needed to reject; good to have when you approve.'}
      >
        <Textarea defaultValue={typedIn(failure, 'reason')} maxLength={4000} rows={2} />
      </Field>
      <Actions>
        <SubmitButton name="intent" value="approve" icon="check">
          {second ? `Approve, ${approval.decisions.length + 1} of 2` : 'Approve'}
        </SubmitButton>
        <SubmitButton name="intent" value="reject" variant="danger">
          Reject
        </SubmitButton>
      </Actions>
    </Form>
  );
}

function WithdrawForm({
  approval,
  open,
  failure,
}: {
  approval: ApprovalView;
  open: boolean;
  failure: ActionFailure | null;
}) {
  const failed = failure?.values.intent === 'withdraw' ? failure : null;
  return (
    <Disclosure label="Withdraw this request" open={open || failed !== null || undefined}>
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="version" value={approval.version} />
        <Field label="Why, if you like" name="reason" error={errorsOf(failed, 'reason')}>
          <Textarea defaultValue={typedIn(failed, 'reason')} maxLength={4000} rows={2} />
        </Field>
        <Actions>
          <SubmitButton name="intent" value="withdraw" variant="danger">
            Withdraw
          </SubmitButton>
        </Actions>
      </Form>
    </Disclosure>
  );
}
