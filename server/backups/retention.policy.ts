/** How many days, weeks and months keep the newest backup of theirs. */
export type Retention = { daily: number; weekly: number; monthly: number };

const DAY_MS = 86_400_000;

const day = (at: Date) => at.toISOString().slice(0, 10);
const month = (at: Date) => at.toISOString().slice(0, 7);
/** The Monday of the week, in UTC. */
const week = (at: Date) => day(new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS));

/**
 * The names that may go: those that are neither the newest of all nor the newest of one of the last `daily` days,
 * `weekly` weeks and `monthly` months that have a backup at all. Days without a backup do not count: when nothing was
 * taken for a month, what is there stays.
 */
export function backupsToPrune(backups: readonly { name: string; at: Date }[], keep: Retention): string[] {
  const newestFirst = [...backups].sort((a, b) => b.at.getTime() - a.at.getTime());
  const kept = new Set(newestFirst.slice(0, 1).map(({ name }) => name));
  for (const [periodOf, most] of [
    [day, keep.daily],
    [week, keep.weekly],
    [month, keep.monthly],
  ] as const) {
    const seen = new Set<string>();
    for (const { name, at } of newestFirst) {
      const period = periodOf(at);
      if (seen.has(period) || seen.size >= most) continue;
      seen.add(period);
      kept.add(name);
    }
  }
  return newestFirst.map(({ name }) => name).filter((name) => !kept.has(name));
}
