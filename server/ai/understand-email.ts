import { businessNow } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { knownSenders } from '../emails/known-senders.ts';
import type { ReadableMessage } from '../emails/parse/parsed-message.ts';
import { isInternal } from '../emails/sender-check.policy.ts';
import {
  endWaitingReading,
  getFiledEmail,
  getStoredReading,
  lockLinks,
  type ReadableLink,
  setFallback,
} from '../emails/understanding.queries.ts';
import { keepReading } from './keep-reading.ts';
import { loadWorld } from './load-world.ts';
import { readByRules } from './rules/read-by-rules.ts';
import type { Understanding, WorldView } from './rules/understanding.ts';

/** Ends the job in the transaction that holds its effect. */
type Finish = (tx: Tx) => Promise<void>;

/** Packages that a message is filed under, and of these those that it names itself. */
export function filedIn(links: readonly ReadableLink[]): { filed: string[]; named: string[] } {
  const filed = links.filter((link) => link.status === 'filed');
  return {
    filed: filed.map((link) => link.code),
    named: filed.filter((link) => link.method !== 'thread').map((link) => link.code),
  };
}

/** The rules' reading and what filing found, together: packages filed or probable; no patch from a doubtful sender. */
export function rulesReading(
  message: ReadableMessage,
  world: WorldView,
  { filed, named }: ReturnType<typeof filedIn>,
  mismatch: boolean,
): Understanding {
  const read = readByRules({ message, world, filed, named, receivedAt: businessNow().getTime() });
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
 * Reads one filed message by rules and keeps what was read in one transaction with the end of its job. A repeat is
 * understood, and suggests nothing. What a model read stays; `fallback` says why it did not. Does nothing for a message
 * that is not filed.
 */
export async function understandEmail(
  db: Db,
  { emailId, finish, fallback }: { emailId: string; finish: Finish; fallback?: string },
): Promise<void> {
  const email = await getFiledEmail(db, emailId);
  if (!email) return db.transaction().execute(finish);
  const [world, senders] = await Promise.all([loadWorld(db), knownSenders(db)]);
  await db.transaction().execute(async (tx) => {
    const links = await lockLinks(tx, emailId);
    const stored = await getStoredReading(tx, emailId);
    if (fallback && stored.source === 'rules') await setFallback(tx, emailId, fallback);
    else if (stored.source === null) {
      const read = rulesReading(email.message, world, filedIn(links), email.mismatch);
      const waits = stored.modelWaits && !fallback;
      const understanding = {
        ...read,
        ...(fallback ? { fallback } : {}),
        ...(waits ? { pending: true as const } : {}),
      };
      await keepReading(tx, email, links, understanding, { internal: isInternal(email.fromAddress, senders) });
    }
    if (fallback) await endWaitingReading(tx, emailId);
    await finish(tx);
  });
}
