import { businessNow } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { knownSenders } from '../emails/known-senders.ts';
import type { MessageParser } from '../emails/parse/create-message-parser.ts';
import { isInternal } from '../emails/sender-check.policy.ts';
import {
  addProbableLinks,
  type FiledEmail,
  getFiledEmail,
  lockLinks,
  type ReadableLink,
  setUnderstanding,
} from '../emails/understanding.queries.ts';
import { listPackagesByCode } from '../packages/world.queries.ts';
import { makeSuggestions } from '../suggestions/make-suggestions.ts';
import { loadWorld } from './load-world.ts';
import { readByRules } from './rules/read-by-rules.ts';
import type { Understanding } from './rules/understanding.ts';

/** Ends the job in the transaction that holds its effect. */
type Finish = (tx: Tx) => Promise<void>;

/** The rules' reading and what filing found, together: packages filed or probable; no patch from a doubtful sender. */
function merged(read: Understanding, filed: readonly string[], mismatch: boolean): Understanding {
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

/** Stores what was read: `understanding`, probable packages that filing did not find, and suggestions. */
async function keep(
  tx: Tx,
  email: FiledEmail,
  links: readonly ReadableLink[],
  understanding: Understanding,
  internal: boolean,
): Promise<void> {
  await setUnderstanding(tx, email.id, understanding);
  const codes = [
    ...understanding.packages,
    ...understanding.tasks.map((task) => task.package),
    ...understanding.patches.map((patch) => patch.package),
  ].filter((code): code is string => code !== null);
  if (email.duplicate || (codes.length === 0 && understanding.tasks.length === 0)) return;
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
  await makeSuggestions(tx, message, understanding, known);
}

/**
 * Reads one filed message by rules and keeps what was read in one transaction with the end of its job. A repeat is
 * understood, and suggests nothing. Does nothing for a message that is not filed.
 */
export async function understandEmail(
  db: Db,
  { emailId, parser, finish }: { emailId: string; parser: MessageParser; finish: Finish },
): Promise<void> {
  const email = await getFiledEmail(db, emailId);
  if (!email) return db.transaction().execute(finish);
  const [parsed, world, senders] = await Promise.all([parser.parse(email.raw), loadWorld(db), knownSenders(db)]);
  if (!parsed.ok) throw new Error(parsed.failure.reason);
  await db.transaction().execute(async (tx) => {
    const links = await lockLinks(tx, emailId);
    const filed = links.filter((link) => link.status === 'filed');
    const read = readByRules({
      message: parsed.message,
      world,
      filed: filed.map((link) => link.code),
      named: filed.filter((link) => link.method !== 'thread').map((link) => link.code),
      receivedAt: businessNow().getTime(),
    });
    const understanding = merged(
      read,
      filed.map((link) => link.code),
      email.mismatch,
    );
    await keep(tx, email, links, understanding, isInternal(email.fromAddress, senders));
    await finish(tx);
  });
}
