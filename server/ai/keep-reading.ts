import type { Tx } from '../db.ts';
import {
  addProbableLinks,
  type FiledEmail,
  type ReadableLink,
  removeGuessedLinks,
  setUnderstanding,
} from '../emails/understanding.queries.ts';
import { listPackagesByCode } from '../packages/world.queries.ts';
import { makeSuggestions } from '../suggestions/make-suggestions.ts';
import type { Understanding } from './rules/understanding.ts';

/**
 * Stores what was read of a message that the caller holds: `understanding`, probable packages that filing did not find,
 * and suggestions. `again`: it replaces an earlier reading, of which what a person decided stays.
 */
export async function keepReading(
  tx: Tx,
  email: FiledEmail,
  links: readonly ReadableLink[],
  understanding: Understanding,
  { internal, again = false }: { internal: boolean; again?: boolean },
): Promise<void> {
  await setUnderstanding(tx, email.id, understanding);
  if (again) await removeGuessedLinks(tx, email.id, understanding.packages);
  const codes = [
    ...understanding.packages,
    ...understanding.tasks.map((task) => task.package),
    ...understanding.patches.map((patch) => patch.package),
  ].filter((code): code is string => code !== null);
  if (email.duplicate || (!again && codes.length === 0 && understanding.tasks.length === 0)) return;
  const known = await listPackagesByCode(tx, [...new Set(codes)]);
  const linked = new Set(links.map((link) => link.code));
  const probable = understanding.packages.filter((code) => !linked.has(code) && known.has(code));
  if (probable.length > 0 && !email.mismatch)
    await addProbableLinks(
      tx,
      email.id,
      probable.map((code) => known.get(code)!.id),
    );
  const { id: emailId, text, fromAddress, authentication, broughtIn, bankDetails, kind } = email;
  const message = { emailId, text, fromAddress, internal, authentication, broughtIn, bankDetails, kind };
  await makeSuggestions(tx, message, understanding, known, { again });
}
