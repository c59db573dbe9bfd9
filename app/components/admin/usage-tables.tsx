import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import type { UsageJson } from '~server/ai/model/usage.schema.ts';

const PURPOSES = { mail: 'Reading mail', chat: 'Questions', replay: 'Rehearsal' } as const;
const count = (value: number) => value.toLocaleString('en-GB');
const dollars = (cost: string | null) => (cost === null ? 'no price' : `$${Number(cost).toFixed(4)}`);

/** Tokens and cost by day, purpose and model. */
export function UsageTable({ days }: Pick<UsageJson, 'days'>) {
  return (
    <Table
      label="Usage by day"
      head={
        <>
          <Th>Day (UTC)</Th>
          <Th>For</Th>
          <Th>Model</Th>
          <Th numeric>Calls</Th>
          <Th numeric>Failed</Th>
          <Th numeric>Tokens read</Th>
          <Th numeric>Written</Th>
          <Th numeric>Cost</Th>
        </>
      }
    >
      {days.map((row) => (
        <Tr key={`${row.day} ${row.purpose} ${row.model}`}>
          <Td primary>
            <DateText value={row.day} />
          </Td>
          <Td label="For">{PURPOSES[row.purpose]}</Td>
          <Td label="Model" className="font-mono text-sm wrap-anywhere">
            {row.model}
          </Td>
          <Td label="Calls" numeric>
            {count(row.calls)}
          </Td>
          <Td label="Failed" numeric muted={row.failures === 0}>
            {count(row.failures)}
          </Td>
          <Td label="Tokens read" numeric>
            {count(row.tokensIn)}
          </Td>
          <Td label="Written" numeric>
            {count(row.tokensOut)}
          </Td>
          <Td label="Cost" numeric muted={row.cost === null}>
            {dollars(row.cost)}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

/** Who used how much. */
export function PeopleCard({ people }: Pick<UsageJson, 'people'>) {
  if (people.length === 0) return null;
  return (
    <Card title="By person">
      <ul className="divide-y divide-line">
        {people.map((one) => (
          <li key={one.user} className="flex items-baseline gap-2 px-3.5 py-2">
            <span className="min-w-0 truncate">{one.name}</span>
            <span className="num ml-auto text-sm text-muted">
              {count(one.tokensIn + one.tokensOut)} tokens · {dollars(one.cost)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The newest failures, in our own words. */
export function ModelErrors({ errors }: Pick<UsageJson, 'errors'>) {
  return (
    <Card title="Last errors" count={errors.length || null} countTone="warn">
      {errors.length === 0 ? (
        <EmptyState title="No call failed">A failed call is answered by rules and noted here.</EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {errors.map((one) => (
            <li key={`${one.at} ${one.model} ${one.failure}`} className="px-3.5 py-2">
              <div className="wrap-anywhere">{one.message}</div>
              <div className="text-sm text-muted">
                <InstantText value={one.at} format="short" /> · {one.purpose} ·{' '}
                <span className="font-mono">{one.model}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
