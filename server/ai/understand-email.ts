import type { Db, Tx } from '../db.ts';
import type { NewLink } from '../emails/filing.policy.ts';
import type { ParsedMessage } from '../emails/parse/parsed-message.ts';
import { addProbableLinks, setUnderstanding } from '../emails/understanding.queries.ts';
import { listPackagesByCode } from '../packages/world.queries.ts';
import { makeSuggestions, type ReadMessage } from '../suggestions/make-suggestions.ts';
import { loadWorld } from './load-world.ts';
import { readByRules } from './rules/read-by-rules.ts';
import type { Understanding } from './rules/understanding.ts';

export type EmailToUnderstand = {
  message: ParsedMessage;
  /** The text as it is stored: quotes and offsets are of this. */
  text: string;
  links: readonly NewLink[];
  /** False for a repeat: it is understood, and suggests nothing. */
  suggests: boolean;
  read: Omit<ReadMessage, 'text'>;
  /** The sender check found somebody who may not be who he says. */
  mismatch: boolean;
};

/** The rules' reading and what filing found, together: packages filed or probable; no patch from a doubtful sender. */
function merged(read: Understanding, { links, mismatch }: EmailToUnderstand): Understanding {
  const filed = links.filter((link) => link.status === 'filed').map((link) => link.code);
  const flags =
    mismatch && !read.flags.includes('sender_mismatch') ? [...read.flags, 'sender_mismatch' as const] : read.flags;
  const silenced = flags.includes('sender_mismatch') || flags.includes('injection');
  return {
    ...read,
    flags,
    packages: [...new Set([...filed, ...read.packages])],
    patches: silenced ? [] : read.patches,
  };
}

/**
 * Reads a message by rules, in the transaction that files it: stores `understanding`, adds probable packages that
 * filing did not find, and makes the suggestions.
 */
export async function understandEmail(db: Db, tx: Tx, input: EmailToUnderstand): Promise<void> {
  const world = await loadWorld(db);
  const filed = input.links.filter((link) => link.status === 'filed').map((link) => link.code);
  const named = input.links
    .filter(({ status, method }) => status === 'filed' && method !== 'thread')
    .map(({ code }) => code);
  const read = readByRules({ message: input.message, world, filed, named, receivedAt: Date.now() });
  const understanding = merged(read, input);
  await setUnderstanding(tx, input.read.emailId, understanding);
  const codes = [
    ...understanding.packages,
    ...understanding.tasks.map((task) => task.package),
    ...understanding.patches.map((patch) => patch.package),
  ].filter((code): code is string => code !== null);
  if (codes.length === 0 && understanding.tasks.length === 0) return;
  const known = await listPackagesByCode(tx, [...new Set(codes)]);
  if (!input.suggests) return;
  const linked = new Set(input.links.map((link) => link.code));
  const probable = understanding.packages.filter((code) => !linked.has(code) && known.has(code));
  if (probable.length > 0 && !input.mismatch)
    await addProbableLinks(
      tx,
      input.read.emailId,
      probable.map((code) => known.get(code)!.id),
    );
  await makeSuggestions(tx, { ...input.read, text: input.text }, understanding, known);
}
