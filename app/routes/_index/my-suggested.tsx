import { Card } from '~/components/ui/card.tsx';
import { RowLink, Table, Td, Tr } from '~/components/ui/table.tsx';
import type { SuggestedOnPackage } from '~server/suggestions/suggestion-page.queries.ts';

/** What mail suggests on packages that the reader buys. Nothing when nothing waits. */
export function MySuggested({ items, total }: { items: SuggestedOnPackage[]; total: number }) {
  if (items.length === 0) return null;
  const count = (n: number, one: string) => (n > 0 ? [`${n} ${n === 1 ? one : `${one}s`}`] : []);
  return (
    <Card title="Suggested from mail on my packages" count={total} countTone="ai">
      <Table label="Suggested from mail on my packages">
        {items.map((pkg) => (
          <Tr key={pkg.code}>
            <Td primary>
              <RowLink to={`/packages/${pkg.code}#suggested`}>
                <span className="mr-2 font-mono text-sm text-muted">{pkg.code}</span>
                {pkg.title}
              </RowLink>
            </Td>
            <Td numeric muted>
              {[...count(pkg.tasks, 'task'), ...count(pkg.changes, 'change')].join(' · ')}
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}
