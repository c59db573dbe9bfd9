import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { INGEST_LIST } from '../emails/redis-list.ts';
import { env } from '../env.ts';
import { DomainError } from '../errors.ts';
import { getRedis } from '../redis.ts';
import { requireCan } from '../users/require-can.ts';
import { configuredSources, type ImapMailbox, type Source } from './configured-sources.ts';
import { imapErrorText, openImap } from './imap/open-imap.ts';
import { readSources } from './list-sources.ts';
import { type TestedSource, testSourceInput } from './source.schema.ts';

const TEST_LIMIT_MS = 10_000;
const MOST_MAILBOXES = 200;

type Found = { works: boolean; says: string; mailboxes?: string[] };

/** Connects, signs in, lists the mailboxes, looks into the one that is read, and goes again. */
async function tryImap(imap: ImapMailbox): Promise<Found> {
  const client = await openImap(imap, { connectMs: TEST_LIMIT_MS, silenceMs: TEST_LIMIT_MS });
  try {
    const mailboxes = (await client.list()).map(({ path }) => path).slice(0, MOST_MAILBOXES);
    const there = await client.mailboxOpen(imap.mailbox, { readOnly: true }).catch(() => null);
    if (!there) return { works: false, says: `Signed in, but there is no mailbox ${imap.mailbox}.`, mailboxes };
    const idle = client.capabilities.has('IDLE') ? 'tells of new mail at once' : 'is asked for new mail';
    return { works: true, says: `Signed in; ${imap.mailbox} has ${there.exists} messages; it ${idle}.`, mailboxes };
  } finally {
    client.close();
  }
}

async function tryOne(db: Db, source: Source): Promise<Found> {
  if (source.imap) return tryImap(source.imap);
  if (source.kind === 'redis') {
    const redis = getRedis();
    if (!redis) return { works: false, says: 'REDIS_URL is not set.' };
    return { works: true, says: `Redis answers; ${await redis.llen(INGEST_LIST)} entries wait in the list.` };
  }
  if (source.active) {
    const now = (await readSources(db)).find(({ name }) => name === source.name)!;
    return { works: now.state === 'ok', says: now.says };
  }
  const { PUBLIC_URL } = env();
  const address = source.target.startsWith('/')
    ? `Send to ${PUBLIC_URL?.replace(/\/$/, '') ?? ''}${source.target}.`
    : '';
  return { works: true, says: ['Ready.', address].filter(Boolean).join(' ') };
}

/**
 * Tries one way in now, within ten seconds; changes nothing. Throws forbidden, invalid for one that is not configured. A way in that does not work is an answer, not an error.
 */
export async function testSource(db: Db, actor: Actor, input: unknown): Promise<TestedSource> {
  requireCan(actor, 'source.test');
  const { name } = testSourceInput.parse(input);
  const source = configuredSources(env()).find((one) => one.name === name);
  if (!source)
    throw new DomainError('invalid', `No way in is called ${name}.`, {
      fields: [{ field: 'name', message: 'is none of those that are configured' }],
    });
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Found>((resolve) => {
    timer = setTimeout(() => resolve({ works: false, says: 'No answer within 10 seconds.' }), TEST_LIMIT_MS);
  });
  const trying = tryOne(db, source).catch((error: unknown): Found => ({ works: false, says: imapErrorText(error) }));
  const { works, says, mailboxes = [] } = await Promise.race([trying, late]);
  clearTimeout(timer);
  return { name, works, says, mailboxes, took: Math.round(performance.now() - started) };
}
