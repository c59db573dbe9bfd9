import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { shownPatch } from './apply-change.ts';
import { PACKAGE_FIELD_NAMES, type PackageValues, type PatchValue } from './package-fields.schema.ts';
import { buildPatch, type ProposedValues } from './package-patch.policy.ts';
import {
  getPackageJson,
  insertPackage,
  isPoNumberTaken,
  lockPackageCodes,
  nextPackageCode,
} from './package.queries.ts';
import { createPackageInput } from './package.schema.ts';
import { findOnlyProject, findReferences } from './reference.queries.ts';
import { invalidFields, referenceErrors, withIds } from './resolve-proposal.ts';

/** A draft before anything is filled in. */
function emptyDraft(project: { id: string; currency: string }, title: string): PackageValues {
  return {
    title,
    description: '',
    project: project.id,
    type: 'goods',
    vendor: null,
    poNumber: null,
    buyer: null,
    status: 'draft',
    currency: project.currency,
    budgetAmount: null,
    contractAmount: null,
    wbsCode: null,
    deliveryTerms: null,
    requiredOnSite: null,
    customFields: {},
  };
}

/**
 * Creates a package as a draft, which its creator may fill in freely; everything after goes through proposals. Without
 * `code` the next P-number is given. Throws `forbidden`, `invalid` (naming each field), `conflict` (the code is taken).
 * Returns the package's code and its JSON as the API answers it.
 */
export async function createPackage(
  db: Db,
  actor: UserActor,
  input: unknown,
): Promise<{ id: string; code: string; json: string }> {
  requireCan(actor, 'package.create');
  const {
    code: givenCode,
    title,
    status: _status,
    contractAmount: _amount,
    ...given
  } = createPackageInput.parse(input);
  return db.transaction().execute(async (tx) => {
    const proposed: ProposedValues = { ...given };
    const found = await findReferences(
      tx,
      { vendor: given.vendor, buyer: given.buyer, project: given.project },
      actor.userId,
    );
    const errors = referenceErrors(proposed, found);
    const project = given.project ? found.project : await findOnlyProject(tx);
    if (!project && errors.length === 0)
      errors.push({ field: 'project', message: 'Say which project the package belongs to.' });
    if (errors.length > 0 || !project) throw invalidFields(errors);

    await lockPackageCodes(tx);
    const code = givenCode ?? (await nextPackageCode(tx));
    const empty = emptyDraft(project, title);
    const built = buildPatch(empty, withIds(proposed, found));
    if (!built.ok) throw invalidFields(built.problems.map(({ field, message }) => ({ field: field ?? '', message })));
    const po = built.patch.poNumber?.to;
    if (typeof po === 'string' && (await isPoNumberTaken(tx, project.id, po, null)))
      throw invalidFields([{ field: 'poNumber', message: `Another package of the project has the PO number ${po}.` }]);

    const values: Partial<Record<(typeof PACKAGE_FIELD_NAMES)[number], PatchValue>> = {
      title,
      project: project.id,
      currency: project.currency,
    };
    for (const [field, change] of Object.entries(built.patch)) values[field as keyof typeof values] = change.to;
    const existing = await getPackageJson(tx, code);
    if (existing)
      throw new DomainError('conflict', `The code ${code} is taken; codes are never reused.`, { field: 'code' });
    const id = await insertPackage(tx, code, actor.userId, values);
    const shown = await shownPatch(tx, { ...built.patch, title: { from: null, to: title } }, project.currency);
    await recordEvent(tx, actor, {
      entityType: 'package',
      entityId: id,
      packageId: id,
      eventType: 'package_created',
      after: {
        code,
        status: 'draft',
        project: project.code,
        ...Object.fromEntries(Object.entries(shown).map(([field, change]) => [field, change.to])),
      },
    });
    return { id, code, json: (await getPackageJson(tx, id))! };
  });
}
