import { packageStatusTone } from '~/components/package/package-status.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { RowLink, Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import { labelOfStatus } from '~server/packages/package.policy.ts';
import type { VendorPackage } from '~server/vendors/vendor-page.queries.ts';

/** The packages of one vendor. */
export function VendorPackages({ packages }: { packages: VendorPackage[] }) {
  return (
    <Table
      label="Packages"
      head={
        <>
          <Th>Package</Th>
          <Th>Status</Th>
          <Th numeric>Delivery</Th>
        </>
      }
    >
      {packages.map((pkg) => (
        <Tr key={pkg.code}>
          <Td primary>
            <RowLink to={`/packages/${pkg.code}`}>
              <span className="mr-2 font-mono text-sm text-muted">{pkg.code}</span>
              {pkg.title}
            </RowLink>
          </Td>
          <Td>
            <StatusDot tone={packageStatusTone(pkg.status)}>{labelOfStatus(pkg.status)}</StatusDot>
          </Td>
          <Td label="Delivery" numeric>
            <DateText value={pkg.deliveryDate} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
