import type { UserJson } from '~server/users/user.schema.ts';
import type { ActionFailure } from '../../http/page.server.ts';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { Input, MoneyInput } from '../ui/input.tsx';
import { FieldGrid } from '../ui/layout.tsx';
import { Select } from '../ui/select.tsx';

const KINDS = [
  { value: 'default', label: 'By role: admins unlimited, others none' },
  { value: 'none', label: 'None: does not decide' },
  { value: 'amount', label: 'Up to an amount' },
  { value: 'unlimited', label: 'Unlimited' },
];

function stored(limit: UserJson['decisionLimit']): { kind: string; amount: string; currency: string } {
  if (limit === null || typeof limit === 'string') return { kind: limit ?? 'default', amount: '', currency: '' };
  return { kind: 'amount', ...limit };
}

/** Up to what amount a person may decide. Another person gives it: the form is not shown to oneself. */
export function DecisionLimitFields({
  limit,
  failure,
}: {
  limit: UserJson['decisionLimit'];
  failure: ActionFailure | null;
}) {
  const { kind, amount, currency } = stored(limit);
  return (
    <FieldGrid>
      <Field
        label="Decision limit"
        name="limitKind"
        hint="Only analysts and admins decide."
        error={errorsOf(failure, 'decisionLimit')}
      >
        <Select options={KINDS} defaultValue={typedIn(failure, 'limitKind', kind)} />
      </Field>
      <Field label="Amount" name="limitAmount" hint="When up to an amount.">
        <MoneyInput defaultValue={typedIn(failure, 'limitAmount', amount)} />
      </Field>
      <Field label="Currency" name="limitCurrency">
        <Input maxLength={3} placeholder="EUR" defaultValue={typedIn(failure, 'limitCurrency', currency)} />
      </Field>
    </FieldGrid>
  );
}
