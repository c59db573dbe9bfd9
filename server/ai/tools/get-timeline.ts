import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import type { EventJson } from '../../audit/event.schema.ts';
import { getTimeline as readTimeline } from '../../audit/get-timeline.ts';
import type { Db } from '../../db.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { getPackageState } from '../../packages/package.queries.ts';
import { oneLine } from '../../text/text.schema.ts';
import { MOST_ROWS, type ToolResult } from './tool-result.ts';

export const getTimelineInput = z.strictObject({ package: oneLine(100), since: plainDate.optional() });

/** What happened on a package, newest first, at most 50 events. Throws `forbidden`, `not_found`. */
export async function getTimeline(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<EventJson>> {
  const { package: code, since } = getTimelineInput.parse(input);
  const text = await readTimeline(db, actor, 'package', code, { limit: MOST_ROWS });
  const list = JSON.parse(text) as { items: EventJson[]; nextCursor: string | null };
  const items = list.items.filter(({ at }) => since === undefined || at.slice(0, 10) >= since);
  const state = await getPackageState(db, code);
  const pkg = state ? [{ type: 'package' as const, id: state.id, code: state.code, package: state.code }] : [];
  const events = items.map(({ id }) => ({ type: 'event' as const, id: String(id), code: null, package: code }));
  return { items, evidence: [...pkg, ...events], more: list.nextCursor !== null };
}
