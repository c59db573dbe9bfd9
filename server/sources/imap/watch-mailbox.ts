import type { ImapFlow } from 'imapflow';
import type { Db } from '../../db.ts';
import { logger } from '../../logger.ts';
import { createBell } from '../../queue/doorbell.ts';
import type { ImapMailbox } from '../configured-sources.ts';
import { sourceRetryMs } from '../source.policy.ts';
import {
  claimSource,
  type Lease,
  releaseSource,
  renewSource,
  setSourceFailed,
  setSourceOk,
  SourceTaken,
} from '../source.queries.ts';
import { imapErrorText, isSignInRefused, openImap } from './open-imap.ts';
import { retryHeld } from './retry-held.ts';
import { takeNewMail } from './take-new-mail.ts';

/** A worker that is gone for so long loses its mailbox to another. */
const LEASE_MS = 15_000;
const CLAIM_EVERY_MS = 5_000;
const LOGOUT_LIMIT_MS = 1_000;
/** A command under way may take so long when the worker stops. */
const STOP_LIMIT_MS = 2_000;

export type WatchOptions = {
  db: Db;
  worker: string;
  source: { name: string; imap: ImapMailbox };
  leaseMs?: number;
  claimEveryMs?: number;
  /** The connection's limits, in milliseconds. */
  limits?: { connectMs?: number; silenceMs?: number };
};

/**
 * Reads one mailbox until stopped, whenever this worker holds the right to: takes what is new, then waits for the
 * server's word (IDLE) or the next look, and connects again after every failure, later each time. Other workers wait
 * for the right. A failure is kept with the source and never ends the watch.
 */
export function watchMailbox(options: WatchOptions): { stop: () => Promise<void> } {
  const { db, worker, source, leaseMs = LEASE_MS, claimEveryMs = CLAIM_EVERY_MS } = options;
  const { name, imap } = source;
  /** Rings for mail and for the connection's end; `halt` only to end a pause. */
  const bell = createBell();
  const halt = createBell();
  let stopping = false;
  let client: ImapFlow | undefined;

  const session = async (
    lease: Lease,
    cursor: { uidValidity: number | null; lastUid: number },
    lost: () => boolean,
  ) => {
    const opened = await openImap(imap, options.limits);
    client = opened;
    const ended = () => stopping || lost();
    try {
      opened.on('exists', () => bell.ring());
      opened.on('close', () => bell.ring());
      await opened.mailboxOpen(imap.mailbox);
      const reading = { db, client: opened, source: name, mailbox: imap, fence: lease.fence, cursor, ended };
      while (!ended()) {
        await takeNewMail(reading);
        await retryHeld(reading);
        await setSourceOk(db, { name, kind: 'imap', fence: lease.fence });
        lease.failures = 0;
        if (ended()) break;
        if (!opened.usable) throw new Error('The server ended the connection.');
        if (opened.capabilities.has('IDLE')) void opened.idle().catch(() => undefined);
        await bell.wait(imap.account.pollSeconds * 1000);
      }
    } finally {
      client = undefined;
      const limit = new Promise((resolve) => setTimeout(resolve, LOGOUT_LIMIT_MS).unref());
      if (opened.usable) await Promise.race([opened.logout().catch(() => undefined), limit]);
      opened.close();
    }
  };

  /** Reads the mailbox for as long as the right to is ours. */
  const hold = async (lease: Lease) => {
    const cursor = { uidValidity: lease.uidValidity, lastUid: lease.lastUid };
    let lost = false;
    const lose = () => {
      lost = true;
      client?.close();
      bell.ring();
      halt.ring();
    };
    const renewal = setInterval(() => {
      // While the database is away nobody else can take the mailbox either.
      renewSource(db, name, lease.fence, leaseMs).then(
        (kept) => (kept ? undefined : lose()),
        () => undefined,
      );
    }, leaseMs / 3);
    let waitMs = lease.waitMs;
    try {
      while (!stopping && !lost) {
        if (waitMs > 0) await halt.wait(waitMs);
        if (stopping || lost) break;
        try {
          await session(lease, cursor, () => lost);
        } catch (error) {
          if (error instanceof SourceTaken) return;
          if (stopping || lost) break;
          lease.failures += 1;
          waitMs = sourceRetryMs(lease.failures, Math.random(), isSignInRefused(error));
          const reason = imapErrorText(error);
          logger.warn({ source: name, failures: lease.failures, waitMs, reason }, 'cannot read a mailbox');
          await setSourceFailed(db, { name, kind: 'imap', fence: lease.fence }, reason, waitMs);
        }
      }
    } finally {
      clearInterval(renewal);
      await releaseSource(db, name, lease.fence).catch(() => undefined);
    }
  };

  const loop = async () => {
    while (!stopping) {
      try {
        const lease = await claimSource(db, { name, kind: 'imap' }, worker, leaseMs);
        if (lease) await hold(lease);
      } catch (error) {
        logger.warn({ err: error, source: name }, 'cannot look after a mail source');
      }
      if (!stopping) await halt.wait(claimEveryMs * (0.75 + Math.random() / 2));
    }
  };
  const looping = loop();

  return {
    async stop() {
      stopping = true;
      bell.ring();
      halt.ring();
      const late = setTimeout(() => client?.close(), STOP_LIMIT_MS);
      await looping;
      clearTimeout(late);
    },
  };
}
