import type { UserJson } from '~server/users/user.schema.ts';
import { Avatar } from '../ui/avatar.tsx';
import { formatMoney } from '../ui/format.ts';
import { StatusDot } from '../ui/status-dot.tsx';
import { RowLink, Table, Td, Th, Tr } from '../ui/table.tsx';

function limitText({ decisionLimit, role }: UserJson): string {
  if (decisionLimit === null) return role === 'admin' ? 'Unlimited' : '—';
  if (decisionLimit === 'none') return 'None';
  if (decisionLimit === 'unlimited') return 'Unlimited';
  return formatMoney(decisionLimit.amount, decisionLimit.currency);
}

/** People by name; a row opens the person. */
export function PersonTable({ people }: { people: UserJson[] }) {
  return (
    <Table
      label="People"
      sticky
      head={
        <>
          <Th sortField="name" defaultSort="name">
            Name
          </Th>
          <Th sortField="email" defaultSort="name">
            Email
          </Th>
          <Th>Title</Th>
          <Th>Role</Th>
          <Th numeric>Decision limit</Th>
          <Th>State</Th>
        </>
      }
    >
      {people.map((person) => (
        <Tr key={person.id}>
          <Td primary>
            <span className="flex items-center gap-2">
              <Avatar name={person.name} />
              <RowLink to={`/admin/people/${person.id}`}>{person.name}</RowLink>
            </span>
          </Td>
          <Td label="Email" muted>
            {person.email}
          </Td>
          <Td wide muted>
            {person.title}
          </Td>
          <Td label="Role">{person.role}</Td>
          <Td label="Decision limit" numeric>
            {limitText(person)}
          </Td>
          <Td label="State">
            {person.active ? <StatusDot tone="ok">Active</StatusDot> : <StatusDot tone="neutral">Disabled</StatusDot>}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
