import type { PackageStatus } from '../packages/package-fields.schema.ts';

/** From the RFQ until the award, outside mail of a package may hold bids (PRODUCT.md, "Bids are not everyone's"). */
export const BID_STATUSES = ['rfq_issued', 'bids_received', 'evaluation'] as const satisfies readonly PackageStatus[];

const isBidStatus = (status: PackageStatus | null) => BID_STATUSES.some((one) => one === status);

/** Whether bids of the package are hidden now; a hold keeps what it held from. */
export function hidesBids(pkg: { status: PackageStatus; heldFrom: PackageStatus | null }): boolean {
  return isBidStatus(pkg.status) || (pkg.status === 'on_hold' && isBidStatus(pkg.heldFrom));
}

export type Readable = {
  /** Written by somebody outside. */
  outside: boolean;
  /** Lower-case addresses of To and Cc. */
  addressees: readonly string[];
  /** The person who brought it in. */
  receivedBy: string | null;
  /** The packages that it is filed under or probably belongs to. */
  packages: readonly {
    status: PackageStatus;
    heldFrom: PackageStatus | null;
    buyerId: string | null;
    people: readonly string[];
  }[];
};

export type Reader = { id: string; email: string; decider: boolean };

/**
 * Whether a person reads the message or only sees that it exists. The list, search and detail queries apply the same
 * rule in SQL (`visibleTo` in email-visibility.queries.ts); a test compares the two.
 */
export function canReadEmail(reader: Reader, email: Readable): boolean {
  if (!email.outside || reader.decider || email.receivedBy === reader.id) return true;
  if (email.addressees.includes(reader.email.toLowerCase())) return true;
  return email.packages.every((pkg) => !hidesBids(pkg) || pkg.buyerId === reader.id || pkg.people.includes(reader.id));
}
