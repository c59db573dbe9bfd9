import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { listMailSourceCounts } from '../emails/mail-metrics.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { configuredSources } from './configured-sources.ts';
import { listShownHeld } from './held-message.queries.ts';
import { isSilent, type SourceKind, sourceState, type SourceState } from './source.policy.ts';
import { listSourceRows, type SourceRow } from './source.queries.ts';
import type { HeldItem, SourceItem } from './source.schema.ts';

const MOST_HELD = 100;

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;

/** The state in a sentence for the people who mend it. */
function sentenceOf(
  { active, kind }: { active: boolean; kind: SourceKind },
  state: SourceState,
  row: SourceRow | undefined,
  downMinutes: number,
): string {
  if (!active) return 'Takes what is sent to it.';
  if (state === 'ok' && row?.reader) return `Read by ${row.reader}.`;
  if (state === 'ok') return kind === 'imap' ? 'Works.' : 'Listens.';
  if (row?.failingSince) {
    const tries = row.failures === 1 ? 'once' : `${row.failures} times in a row`;
    return state === 'down'
      ? `Failed ${tries}, for more than ${downMinutes} min; it is tried again.`
      : `Failed ${tries}; it is tried again.`;
  }
  return row?.lastOkAt ? 'No worker looks after it: is one running?' : 'No worker has looked after it yet.';
}

/** Every way in with how it stands: for the page, the API, health and metrics. Without a check of rights. */
export async function readSources(db: Db, now: Date = new Date()): Promise<SourceItem[]> {
  const values = env();
  const sources = configuredSources(values);
  const names = sources.map(({ name }) => name);
  const [rows, counts] = await Promise.all([listSourceRows(db, names), listMailSourceCounts(db, names)]);
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  const countOf = new Map(counts.map((count) => [count.name, count]));
  return sources.map(({ name, kind, title, target, active, quietMs, silentHours }) => {
    const row = rowOf.get(name);
    const facts = { active, quietMs, lastOkAt: row?.lastOkAt ?? null, failingSince: row?.failingSince ?? null };
    const state = sourceState(facts, now, values.MAIL_SOURCE_DOWN_MINUTES);
    const lastMail = countOf.get(name)?.lastMailAt ?? null;
    const silent = isSilent(lastMail, silentHours, now);
    const says = sentenceOf({ active, kind }, state, row, values.MAIL_SOURCE_DOWN_MINUTES);
    return {
      name,
      kind,
      title,
      target,
      state,
      says: silent ? `${says} No mail for more than ${silentHours} h.` : says,
      silent,
      lastMailAt: iso(lastMail),
      lastDay: countOf.get(name)?.lastDay ?? 0,
      lastOkAt: iso(row?.lastOkAt),
      lastError: row?.lastError ?? null,
      lastErrorAt: iso(row?.lastErrorAt),
      failures: row?.failures ?? 0,
      nextTryAt: iso(row?.nextTryAt),
      refused: row?.refused ?? 0,
      waiting: row?.waiting ?? 0,
      givenUp: row?.givenUp ?? 0,
    };
  });
}

/** The ways in for mail, and the newest messages that could not be taken. Throws forbidden. */
export async function listSources(db: Db, actor: Actor): Promise<{ items: SourceItem[]; held: HeldItem[] }> {
  requireCan(actor, 'source.read');
  const [items, held] = await Promise.all([readSources(db), listShownHeld(db, MOST_HELD)]);
  return {
    items,
    held: held.map(({ nextTryAt, createdAt, ...one }) => ({
      ...one,
      nextTryAt: iso(nextTryAt),
      createdAt: createdAt.toISOString(),
    })),
  };
}
