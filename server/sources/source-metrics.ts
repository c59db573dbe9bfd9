import type { Db } from '../db.ts';
import { readSources } from './list-sources.ts';

type Set = (name: string, help: string, value: number, labels: Record<string, string>) => void;

const secondsSince = (at: string, now: number) => Math.max(0, (now - Date.parse(at)) / 1000);

/** The ways in for mail as gauges. */
export async function addSourceMetrics(set: Set, db: Db): Promise<void> {
  const now = Date.now();
  for (const { name, kind, state, lastMailAt, lastOkAt, failures, refused, waiting, givenUp } of await readSources(
    db,
  )) {
    const labels = { source: name, kind };
    set(
      'pmis_mail_source_up',
      'Whether a way in for mail works: 1 ok, 0.5 retrying, 0 down.',
      { ok: 1, retrying: 0.5, down: 0 }[state],
      labels,
    );
    if (lastMailAt)
      set(
        'pmis_mail_source_last_mail_seconds',
        'Time since it brought a message.',
        secondsSince(lastMailAt, now),
        labels,
      );
    if (lastOkAt)
      set(
        'pmis_mail_source_last_ok_seconds',
        'Time since a worker found it working.',
        secondsSince(lastOkAt, now),
        labels,
      );
    set('pmis_mail_source_failures', 'Failures in a row.', failures, labels);
    set('pmis_mail_source_refused', 'Messages and calls turned away since it was set up.', refused, labels);
    set('pmis_mail_source_waiting', 'Messages to be fetched or marked again.', waiting, labels);
    set('pmis_mail_source_given_up', 'Messages that stay in the mailbox, too large or undeliverable.', givenUp, labels);
  }
}
