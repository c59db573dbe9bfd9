import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { getSecondsSinceMail } from '../emails/mail-metrics.queries.ts';
import { configuredSources } from './configured-sources.ts';
import { readSources } from './list-sources.ts';

/**
 * Whether mail comes in: no way in is down or silent for longer than its account allows, and the last
 * message of all is not older than MAIL_SILENT_HOURS. Null: there is
 * nothing to watch. `passes` runs a probe with the health check's time limit.
 */
export async function checkMailSources(
  db: Db,
  passes: (probe: () => Promise<boolean>) => Promise<boolean>,
): Promise<boolean | null> {
  const { MAIL_SILENT_HOURS: hours } = env();
  const watched = configuredSources(env()).some(({ active }) => active);
  if (!watched && hours === 0) return null;
  return passes(async () => {
    if (watched && (await readSources(db)).some(({ state, silent }) => state === 'down' || silent)) return false;
    const seconds = hours > 0 ? await getSecondsSinceMail(db) : null;
    return seconds === null || seconds < hours * 3600;
  });
}
