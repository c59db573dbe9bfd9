import type { Db, Tx } from '../../db.ts';
import { knownSenders } from '../../emails/known-senders.ts';
import { isInternal } from '../../emails/sender-check.policy.ts';
import { type FiledEmail, getFiledEmail, listLinks } from '../../emails/understanding.queries.ts';
import { env } from '../../env.ts';
import { DomainError } from '../../errors.ts';
import { loadWorld } from '../load-world.ts';
import { configOf, type ModelConfig } from '../model/model-config.ts';
import { openModel } from '../model/open-model.ts';
import { askReader } from '../reading/ask-reader.ts';
import { READING_PROMPT_HASH, READING_VERSION } from '../reading/prompt.ts';
import { validateReading } from '../reading/validate-reading.ts';
import { RULES_VERSION } from '../rules/read-by-rules.ts';
import type { Understanding } from '../rules/understanding.ts';
import { filedIn, rulesReading } from '../understand-email.ts';
import { compareReadings, differs } from './compare-readings.ts';
import { getReplay, listPastEmails, setReplayDone } from './replay.queries.ts';
import type { ReplayInput, ReplayResult } from './replay.schema.ts';

type Reading = { ok: true; understanding: Understanding } | { ok: false; reason: string; rests: boolean };

/** The model that a rehearsal names; null for rules. Throws `invalid` when its key is not set. */
export function replayConfig(provider: ReplayInput['provider']): ModelConfig | null {
  if (provider === 'rules') return null;
  const config = configOf(provider, env());
  if (!config) throw new DomainError('invalid', `${provider} is not set up: its key is missing.`);
  return config;
}

async function readAgain(
  db: Db,
  config: ModelConfig | null,
  email: FiledEmail,
  userId: string | null,
): Promise<Reading> {
  const { message } = email;
  const [world, senders, links] = await Promise.all([loadWorld(db), knownSenders(db), listLinks(db, email.id)]);
  const { filed, named } = filedIn(links);
  const rules = rulesReading(message, world, { filed, named }, email.mismatch);
  if (!config) return { ok: true, understanding: rules };
  const open = await openModel(db, { purpose: 'replay', userId, emailId: email.id }, config);
  if (!open.ready) return { ok: false, reason: open.message, rests: true };
  const read = await askReader(open, { message, world, codes: filed });
  if (!read.ok) return { ok: false, reason: read.failure.message, rests: false };
  const internal = isInternal(email.fromAddress, senders);
  const by = { model: config.name, version: READING_VERSION, promptHash: READING_PROMPT_HASH };
  return {
    ok: true,
    understanding: validateReading(read.answer, { message, world, rules, filed, named, internal }, by),
  };
}

/**
 * Reads past messages with another model or the rules as they are now and says what differs from what is stored; what is
 * read is not kept. Ends early when the model rests or its budget is used up. Throws `invalid` for a provider without key.
 */
export async function replayReading(db: Db, input: ReplayInput, userId: string | null = null): Promise<ReplayResult> {
  const config = replayConfig(input.provider);
  const reader = config ? `${config.name} ${READING_VERSION}` : RULES_VERSION;
  const result: ReplayResult = { reader, read: 0, items: [], failures: [], stopped: null };
  // One at a time: a provider takes so many calls.
  for (const { id, subject, date, understanding } of await listPastEmails(db, input)) {
    const email = await getFiledEmail(db, id);
    if (!email) continue;
    const again = await readAgain(db, config, email, userId);
    if (!again.ok && again.rests) {
      result.stopped = again.reason;
      break;
    }
    result.read += 1;
    if (!again.ok) {
      result.failures.push({ id, subject, reason: again.reason });
      continue;
    }
    const difference = compareReadings(understanding, again.understanding);
    const before = understanding.model ?? understanding.version;
    if (differs(difference)) result.items.push({ id, subject, date, before, difference });
  }
  return result;
}

/** The job of a rehearsal that somebody asked for; its result is kept with it. */
export async function runReplay(
  db: Db,
  { replayId, finish }: { replayId: string; finish: (tx: Tx) => Promise<void> },
): Promise<void> {
  const replay = await getReplay(db, replayId);
  if (!replay || replay.status !== 'waiting') return db.transaction().execute(finish);
  const { provider, since, most } = replay;
  const result = await replayReading(db, { provider, since, limit: most });
  await db.transaction().execute(async (tx) => {
    await setReplayDone(tx, replayId, result);
    await finish(tx);
  });
}
