import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Minutes back that events are counted; the newest so many are looked at. */
export const EVENT_WINDOW_MINUTES = 15;
const MOST_EVENTS = 50_000;

/** How many events of each type were recorded within the last 15 minutes (of the newest 50,000). */
export async function countRecentEvents(db: Db): Promise<{ type: string; count: number }[]> {
  const { rows } = await sql<{ type: string; count: number }>`
    select event_type as type, count(*)::int as count from events
    where id > (select last_value from event_ids) - ${MOST_EVENTS}
      and at > now() - ${EVENT_WINDOW_MINUTES}::int * interval '1 minute'
    group by event_type order by event_type limit 100`.execute(db);
  return rows;
}
