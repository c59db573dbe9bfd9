import type { Actor } from '../actor.ts';
import { businessNow } from '../clock.ts';
import { dateIn } from '../dates/date.policy.ts';
import type { Db, Tx } from '../db.ts';
import { pageUrl } from '../notifications/mail-news.ts';
import { isMailOn } from '../outgoing/mail-settings.ts';
import type { NewMail } from '../outgoing/outgoing-row.ts';
import { queueMails } from '../outgoing/queue-mail.ts';
import { unsubscribeUrl } from '../outgoing/unsubscribe.ts';
import { minutesIn } from '../schedules/latest-local-time.ts';
import { requireCan } from '../users/require-can.ts';
import { composeDigest, DIGEST_MINUTES } from './digest.policy.ts';
import {
  claimDigests,
  type DigestPerson,
  listDigestTasks,
  listDigestTurns,
  listDigestZones,
} from './digest.queries.ts';

/** People in one transaction. */
const BATCH = 200;

export type SentDigests = {
  /** Digests queued to be sent. */
  sent: number;
  /** People looked at: most days some have nothing to be told. */
  people: number;
  /** No mail server is configured: nothing was looked at, and the day’s digests wait until one is. */
  mailOff: boolean;
};

async function mailsOf(tx: Tx, people: readonly DigestPerson[], now: Date): Promise<NewMail[]> {
  const days = people.map(({ userId, timeZone }) => ({ userId, day: dateIn(timeZone, now) }));
  const [tasks, turns] = [await listDigestTasks(tx, days, now), await listDigestTurns(tx, days)];
  return people.flatMap(({ userId, email, name }): NewMail[] => {
    const own = <R extends { userId: string }>(rows: readonly R[]) => rows.filter((row) => row.userId === userId);
    const digest = composeDigest({ tasks: own(tasks), turns: own(turns) }, pageUrl);
    if (!digest) return [];
    const to = [{ name, address: email }];
    return [{ kind: 'digest', to, ...digest, about: null, forUser: userId, unsubscribeUrl: unsubscribeUrl(userId) }];
  });
}

/**
 * Sends everybody whose clock has passed 07:00 the digest of his day (PRODUCT.md, Task), exactly once per person and day
 * however many runners there are: the day is claimed in the transaction that queues the mail. What was missed while
 * nothing ran is made up for on the same day. `now` is the real clock; what is overdue goes by business time.
 */
export async function sendDigests(db: Db, actor: Actor, now: Date = new Date()): Promise<SentDigests> {
  requireCan(actor, 'job.manage');
  if (!isMailOn()) return { sent: 0, people: 0, mailOff: true };
  const zones = (await listDigestZones(db))
    .filter((zone) => minutesIn(zone, now) >= DIGEST_MINUTES)
    .map((zone) => ({ zone, day: dateIn(zone, now) }));
  const done = { sent: 0, people: 0, mailOff: false };
  for (let more = zones.length > 0; more;) {
    await db.transaction().execute(async (tx) => {
      const { seen, people } = await claimDigests(tx, zones, BATCH);
      more = seen === BATCH;
      if (people.length === 0) return;
      const queued = await queueMails(tx, await mailsOf(tx, people, businessNow()));
      done.people += people.length;
      done.sent += queued.filter(({ status }) => status === 'queued').length;
    });
  }
  return done;
}
