import { RowLink, Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import type { VendorJson } from '~server/vendors/vendor.schema.ts';

/** Vendors with their mail domains and how many packages are theirs. */
export function VendorTable({ vendors }: { vendors: VendorJson[] }) {
  return (
    <Table
      label="Vendors"
      sticky
      head={
        <>
          <Th sortField="name" defaultSort="name">
            Vendor
          </Th>
          <Th>Mail domains</Th>
          <Th>Country</Th>
          <Th numeric>Packages</Th>
        </>
      }
    >
      {vendors.map((vendor) => (
        <Tr key={vendor.id}>
          <Td primary>
            <RowLink to={`/vendors/${vendor.id}`}>{vendor.name}</RowLink>
          </Td>
          <Td muted className="font-mono text-sm wrap-anywhere">
            {vendor.domains.length > 0 ? vendor.domains.join(', ') : <span className="text-faint">none</span>}
          </Td>
          <Td muted wide>
            {vendor.country}
          </Td>
          <Td label="Packages" numeric>
            {vendor.packages}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
