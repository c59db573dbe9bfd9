import { formatDecimal } from './format.ts';

/** An amount from decimal text, tabular; the currency in front when given. None is "—". */
export function Money({ amount, currency }: { amount: string | null | undefined; currency?: string }) {
  if (amount === null || amount === undefined || amount === '') return <span className="text-faint">—</span>;
  return (
    <span className="num whitespace-nowrap">
      {currency ? <span className="mr-1 text-muted">{currency}</span> : null}
      {formatDecimal(amount)}
    </span>
  );
}
