import { isBeforeAward } from '~server/packages/package.policy.ts';
import { Card } from '../ui/card.tsx';
import { DescriptionItem, DescriptionList } from '../ui/description-list.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { PackageView } from './package-view.ts';

const TYPES = { goods: 'Goods', works: 'Works', services: 'Services' } as const;
const None = () => <span className="text-faint">—</span>;

interface DetailsCardProps {
  pkg: PackageView;
  /** People named on the package beside its buyer. */
  people: { email: string; name: string }[];
}

/** Everything else that is known of the package. */
export function DetailsCard({ pkg, people }: DetailsCardProps) {
  const status = pkg.status === 'on_hold' ? (pkg.heldFrom ?? pkg.status) : pkg.status;
  return (
    <Card title="Details">
      <DescriptionList>
        <DescriptionItem label={isBeforeAward(status) ? 'Expected vendor' : 'Vendor'}>
          {pkg.vendor ? (
            <TextLink plain to={`/vendors/${pkg.vendorId}`}>
              {pkg.vendor}
            </TextLink>
          ) : (
            <None />
          )}
        </DescriptionItem>
        <DescriptionItem label="Buyer">{pkg.buyer?.name ?? <None />}</DescriptionItem>
        <DescriptionItem label="Project">{pkg.project}</DescriptionItem>
        <DescriptionItem label="Type">{TYPES[pkg.type]}</DescriptionItem>
        <DescriptionItem label="PO number">{pkg.poNumber ?? <None />}</DescriptionItem>
        <DescriptionItem label="WBS code">{pkg.wbsCode ?? <None />}</DescriptionItem>
        <DescriptionItem label="Terms">{pkg.deliveryTerms ?? <None />}</DescriptionItem>
        {people.length > 0 ? (
          <DescriptionItem label="People named">{people.map((person) => person.name).join(', ')}</DescriptionItem>
        ) : null}
        {Object.entries(pkg.customFields).map(([name, value]) => (
          <DescriptionItem key={name} label={name}>
            {typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value)}
          </DescriptionItem>
        ))}
        <DescriptionItem label="Changed">
          <InstantText format="date" value={pkg.updatedAt} />
        </DescriptionItem>
      </DescriptionList>
    </Card>
  );
}
