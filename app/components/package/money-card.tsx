import { parseMoney, toDecimalText } from '~server/money/money.policy.ts';
import { Card } from '../ui/card.tsx';
import { DescriptionItem, DescriptionList } from '../ui/description-list.tsx';
import { formatDecimal } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import type { PackageView } from './package-view.ts';

/** Budget against contract. */
export function MoneyCard({ pkg }: { pkg: PackageView }) {
  return (
    <Card title="Money" end={pkg.currency}>
      <DescriptionList>
        <DescriptionItem label="Budget" numeric>
          <Money amount={pkg.budgetAmount} />
        </DescriptionItem>
        <DescriptionItem label="Contract" numeric>
          <Money amount={pkg.contractAmount} />
        </DescriptionItem>
        <Headroom pkg={pkg} />
      </DescriptionList>
    </Card>
  );
}

function Headroom({ pkg: { budgetAmount, contractAmount, currency } }: { pkg: PackageView }) {
  const budget = budgetAmount === null ? null : parseMoney(budgetAmount, currency);
  const contract = contractAmount === null ? null : parseMoney(contractAmount, currency);
  if (!budget?.ok || !contract?.ok) return null;
  const left = budget.amountMinor - contract.amountMinor;
  const percent = budget.amountMinor > 0 ? ` · ${((Math.abs(left) / budget.amountMinor) * 100).toFixed(1)} %` : '';
  return (
    <DescriptionItem label={left < 0 ? 'Over budget' : 'Headroom'} numeric>
      <span className={left < 0 ? 'text-bad' : 'text-ok'}>
        {formatDecimal(toDecimalText(Math.abs(left), currency))}
        {percent}
      </span>
    </DescriptionItem>
  );
}
