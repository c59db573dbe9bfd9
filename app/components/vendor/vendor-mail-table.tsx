import { InstantText } from '~/components/ui/instant-text.tsx';
import { RowLink, Table, Td, Tr } from '~/components/ui/table.tsx';
import type { VendorMail } from '~server/emails/vendor-mail-page.queries.ts';

/** The latest messages of a vendor's packages. */
export function VendorMailTable({ mail }: { mail: VendorMail[] }) {
  return (
    <Table label="Latest mail">
      {mail.map((email) => (
        <Tr key={email.id}>
          <Td primary>
            <RowLink to={`/mail/${email.id}`}>
              <b>{email.from}</b> · {email.subject || '(no subject)'}
            </RowLink>
          </Td>
          <Td muted className="font-mono text-sm">
            {email.packages.join(', ')}
          </Td>
          <Td muted numeric>
            <InstantText value={email.receivedAt} format="short" />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
