import type { Db } from '../db.ts';
import { logger } from '../logger.ts';
import type { SourceKind } from './source.policy.ts';
import { addRefused } from './source.queries.ts';

const WRITE_EVERY_MS = 1_000;

/** Notes what a source turns away, at most once a second: whoever tries a thousand times writes one row. */
export function countRefusals(
  db: Db,
  source: { name: string; kind: SourceKind },
): { add: (reason: string) => void; flush: () => Promise<void> } {
  let count = 0;
  let reason = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const written = count;
    count = 0;
    if (written === 0) return;
    await addRefused(db, source, written, reason).catch((error: unknown) =>
      logger.debug({ err: error }, 'cannot note what a source refused'),
    );
  };
  return {
    add(why) {
      count += 1;
      reason = why;
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref();
    },
    flush,
  };
}
