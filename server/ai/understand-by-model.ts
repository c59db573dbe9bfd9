import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { knownSenders } from '../emails/known-senders.ts';
import { isInternal } from '../emails/sender-check.policy.ts';
import {
  endWaitingReading,
  getFiledEmail,
  getStoredReading,
  listLinks,
  lockLinks,
  setFallback,
} from '../emails/understanding.queries.ts';
import { keepReading } from './keep-reading.ts';
import { loadWorld } from './load-world.ts';
import { openModel } from './model/open-model.ts';
import { askReader } from './reading/ask-reader.ts';
import { READING_PROMPT_HASH, READING_VERSION } from './reading/prompt.ts';
import { validateReading } from './reading/validate-reading.ts';
import { filedIn, rulesReading, understandEmail } from './understand-email.ts';

type Finish = (tx: Tx) => Promise<void>;

/**
 * Lets the model read one filed message, outside any transaction, and keeps its reading when every check has passed: it
 * replaces what is still open of the rules' reading. When the model rests, is late, fails or answers half, the rules'
 * reading stands and says why. Does nothing for a message that is not filed or that a model read already.
 */
export async function understandByModel(
  db: Db,
  actor: Actor,
  { emailId, finish }: { emailId: string; finish: Finish },
): Promise<void> {
  const email = await getFiledEmail(db, emailId);
  if (!email) return db.transaction().execute(finish);
  const open = await openModel(db, { purpose: 'mail', userId: null, emailId });
  if (!open.ready) return understandEmail(db, { emailId, finish, fallback: open.message });
  const { message } = email;
  const [world, senders] = await Promise.all([loadWorld(db), knownSenders(db)]);
  const internal = isInternal(email.fromAddress, senders);
  const before = filedIn(await listLinks(db, emailId));
  const read = await askReader(open, { message, world, codes: before.filed });
  if (!read.ok) return understandEmail(db, { emailId, finish, fallback: read.failure.message });
  const by = { model: open.config.name, version: READING_VERSION, promptHash: READING_PROMPT_HASH };
  await db.transaction().execute(async (tx) => {
    const links = await lockLinks(tx, emailId);
    const stored = await getStoredReading(tx, emailId);
    if (stored.source !== 'llm') {
      const { filed, named } = filedIn(links);
      const rules = rulesReading(message, world, { filed, named }, email.mismatch);
      const understanding = validateReading(read.answer, { message, world, rules, filed, named, internal }, by);
      await keepReading(tx, email, links, understanding, { internal, again: stored.source !== null });
      const { tasks, patches, packages, flags } = understanding;
      await recordEvent(tx, actor, {
        entityType: 'email',
        entityId: emailId,
        eventType: 'email_understood',
        via: 'worker',
        after: { ...by, packages, flags, tasks: tasks.length, changes: patches.length },
      });
    }
    await endWaitingReading(tx, emailId);
    await finish(tx);
  });
}

/** The reading by the model became a dead letter: the rules' reading no longer waits for it. In the job's transaction. */
export function giveUpModelReading(tx: Tx, emailId: string): Promise<void> {
  return setFallback(tx, emailId, 'The model could not be asked: its job failed.');
}
