import type { Found, FoundType } from '~server/search/search.schema.ts';
import { Card } from '../ui/card.tsx';
import { DateText } from '../ui/date-text.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { Stack } from '../ui/layout.tsx';
import { RowLink, Table, Td, Tr } from '../ui/table.tsx';

const TITLES: Record<FoundType, string> = {
  package: 'Packages',
  task: 'Tasks',
  approval: 'Approvals',
  vendor: 'Vendors',
  email: 'Mail',
};

/** What was found, a card for each kind, in the order of the answer. */
export function FoundList({ items }: { items: Found[] }) {
  const types = [...new Set(items.map((one) => one.type))];
  return (
    <Stack>
      {types.map((type) => {
        const found = items.filter((one) => one.type === type);
        return (
          <Card key={type} title={TITLES[type]} count={found.length}>
            <Table label={TITLES[type]}>
              {found.map((one) => (
                <FoundTr key={one.id} one={one} />
              ))}
            </Table>
          </Card>
        );
      })}
    </Stack>
  );
}

function FoundTr({ one }: { one: Found }) {
  return (
    <Tr>
      <Td primary>
        <RowLink to={pathOf(one)}>
          {one.code ? <span className="mr-2 font-mono text-sm text-muted">{one.code}</span> : null}
          {one.title || '(no subject)'}
        </RowLink>
      </Td>
      <Td muted className="font-mono text-sm">
        {one.package === one.code ? null : one.package}
      </Td>
      <Td numeric muted>
        {one.at ? (
          one.at.length > 10 ? (
            <InstantText value={one.at} format="date" />
          ) : (
            <DateText value={one.at} />
          )
        ) : null}
      </Td>
    </Tr>
  );
}

function pathOf({ type, id, code }: Found): string {
  if (type === 'email') return `/mail/${id}`;
  if (type === 'vendor') return `/vendors/${id}`;
  return `/${type}s/${code ?? id}`;
}
