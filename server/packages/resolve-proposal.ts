import type { UserActor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { DomainError, type FieldError } from '../errors.ts';
import { isAtLeast } from '../users/role.policy.ts';
import type { PackageState } from './package.columns.ts';
import type { PackagePatch } from './package-fields.schema.ts';
import { buildPatch, type ProposedValues } from './package-patch.policy.ts';
import { isPoNumberTaken } from './package.queries.ts';
import { findReferences, type References } from './reference.queries.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** Fields of a body that name rows which are not there, or a person who cannot buy. */
export function referenceErrors(proposed: ProposedValues, found: References): FieldError[] {
  const errors: FieldError[] = [];
  if (text(proposed.vendor) && !found.vendor)
    errors.push({
      field: 'vendor',
      message: `There is no vendor "${text(proposed.vendor)}". Give its exact name or id, or create it first.`,
    });
  if (text(proposed.project) && !found.project)
    errors.push({ field: 'project', message: `There is no project "${text(proposed.project)}".` });
  const { buyer } = found;
  if (text(proposed.buyer) && !buyer)
    errors.push({ field: 'buyer', message: `There is nobody with the address "${text(proposed.buyer)}".` });
  else if (buyer && (!buyer.active || !isAtLeast(buyer.role, 'operator')))
    errors.push({
      field: 'buyer',
      message: `${buyer.name} is ${buyer.active ? 'a viewer' : 'disabled'} and cannot be the buyer.`,
    });
  return errors;
}

/** The body's references as ids. */
export function withIds(proposed: ProposedValues, found: References): ProposedValues {
  const ids: ProposedValues = { ...proposed };
  if (found.vendor) ids.vendor = found.vendor.id;
  if (found.buyer) ids.buyer = found.buyer.id;
  if (found.project) ids.project = found.project.id;
  return ids;
}

/** `invalid` with its wrong fields. */
export function invalidFields(fields: FieldError[]): DomainError {
  const message = fields.map((one) => (one.field ? `${one.field}: ${one.message}` : one.message)).join(' ');
  return new DomainError('invalid', message, { fields });
}

/**
 * Proposed values as a patch on the locked package: references looked up, amounts in minor units, unchanged fields left
 * out. Throws `invalid` for unknown references, wrong amounts and a taken PO number; the patch may be empty.
 */
export async function resolveProposal(
  tx: Tx,
  actor: UserActor,
  pkg: PackageState,
  proposed: ProposedValues,
): Promise<PackagePatch> {
  const refs = { vendor: text(proposed.vendor), buyer: text(proposed.buyer), project: text(proposed.project) };
  const found = await findReferences(tx, refs, actor.userId);
  const errors = referenceErrors(proposed, found);
  if (errors.length > 0) throw invalidFields(errors);
  const built = buildPatch(pkg, withIds(proposed, found));
  if (!built.ok) throw invalidFields(built.problems.map(({ field, message }) => ({ field: field ?? '', message })));
  const po = built.patch.poNumber?.to;
  if (typeof po === 'string' && (await isPoNumberTaken(tx, pkg.project, po, pkg.id)))
    throw invalidFields([{ field: 'poNumber', message: `Another package of the project has the PO number ${po}.` }]);
  return built.patch;
}
