import cron from 'node-cron';

/** A cron expression with no day in so long has none. */
const MOST_DAYS = 366 * 5;
const DAY_MS = 86_400_000;

/**
 * The last instant at or before `now` at which a cron expression (UTC, five or six fields) was due; null when it has
 * none. Throws an Error for what is not a cron expression.
 */
export function latestSlot(expression: string, now: Date): Date | null {
  const { second, minute, hour } = cron.parse(expression);
  const task = cron.createTask(expression, () => undefined, { timezone: 'UTC' });
  const latestFirst = (values: readonly number[]) => [...values].sort((a, b) => b - a);
  const times = latestFirst(hour).flatMap((h) =>
    latestFirst(minute).flatMap((m) => latestFirst(second).map((s) => ((h * 60 + m) * 60 + s) * 1000)),
  );
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  try {
    for (let day = 0; day < MOST_DAYS; day++) {
      const start = today - day * DAY_MS;
      const time = times.find((ms) => start + ms <= now.getTime());
      // The time of day fits; whether the day does is the expression's last three fields.
      if (time !== undefined && task.match(new Date(start + time))) return new Date(start + time);
    }
    return null;
  } finally {
    void task.destroy();
  }
}
