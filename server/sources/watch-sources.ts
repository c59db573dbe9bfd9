import type { Db } from '../db.ts';
import type { Env } from '../env.ts';
import { logger } from '../logger.ts';
import { createBell } from '../queue/doorbell.ts';
import { configuredSources, LISTENER_BEAT_MS, type Source } from './configured-sources.ts';
import { watchMailbox } from './imap/watch-mailbox.ts';
import { listenForMail } from './smtp/listen-for-mail.ts';
import { countRefusals } from './count-refusals.ts';
import { sourceRetryMs } from './source.policy.ts';
import { setSourceFailed, setSourceOk } from './source.queries.ts';

type Watch = { stop: () => Promise<void> };

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** Listens until stopped, says every 20 s that it does, and tries again where it cannot. */
function keepListening(db: Db, source: Source, values: Env): Watch {
  const kind = source.kind === 'lmtp' ? 'lmtp' : 'smtp';
  const listen = kind === 'lmtp' ? values.MAIL_LMTP_LISTEN! : values.MAIL_SMTP_LISTEN!;
  const { MAIL_TLS_KEY_FILE: keyFile, MAIL_TLS_CERT_FILE: certFile } = values;
  const bell = createBell();
  const refusals = countRefusals(db, source);
  let stopping = false;

  const serve = async () => {
    const listener = await listenForMail({
      db,
      kind,
      listen,
      accept: values.MAIL_ACCEPT,
      relays: values.MAIL_SMTP_RELAYS,
      authservId: values.MAIL_AUTHSERV_ID,
      ...(keyFile && certFile ? { tls: { keyFile, certFile } } : {}),
      onRefused: refusals.add,
    });
    logger.info({ source: source.name, target: source.target }, 'taking mail');
    try {
      while (!stopping) {
        await setSourceOk(db, source).catch((error: unknown) => logger.debug({ err: error }, 'cannot note a source'));
        await bell.wait(LISTENER_BEAT_MS);
      }
    } finally {
      await listener.close();
    }
  };

  const loop = async () => {
    for (let failures = 1; !stopping; failures += 1) {
      try {
        await serve();
      } catch (error) {
        const waitMs = sourceRetryMs(failures, Math.random());
        const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
        logger.warn({ source: source.name, waitMs, err: error }, 'cannot listen for mail');
        // Another worker of this machine has the port: the mail comes in, and its beat says so.
        if (!inUse) await setSourceFailed(db, source, reasonOf(error), waitMs).catch(() => undefined);
        await bell.wait(waitMs);
      }
    }
  };
  const looping = loop();
  return {
    async stop() {
      stopping = true;
      bell.ring();
      await looping;
      await refusals.flush();
    },
  };
}

/** Starts every way in that PMIS itself goes out for or listens on; the worker's loops. Nothing is loaded without one. */
export function watchSources({ db, worker, values }: { db: Db; worker: string; values: Env }): Watch {
  const watches = configuredSources(values).flatMap((source): Watch[] => {
    if (source.imap) return [watchMailbox({ db, worker, source: { name: source.name, imap: source.imap } })];
    return source.active ? [keepListening(db, source, values)] : [];
  });
  return {
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
