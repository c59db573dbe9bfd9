import type { LogEvent } from 'kysely';
import { env } from '../env.ts';
import { logger } from '../logger.ts';
import { tracing } from './tracing.ts';
import { workContext } from './work-context.ts';

const LONGEST = 2_000;

const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const oneLine = (text: string) => shorten(text.replace(/\s+/g, ' ').trim());

/** The first word of a statement, for the name of its span: `select`, `with`, `insert` … */
const verb = (text: string) => /[a-z]+/i.exec(text)?.[0].toLowerCase() ?? 'query';

/**
 * Told of every statement when it has ended: logs one that took longer than LOG_SLOW_QUERY_MS, and hangs a span below
 * the request or job under way. Its text has placeholders; its values are in neither.
 */
export function watchQuery(event: LogEvent): void {
  const ms = event.queryDurationMillis;
  const failed = event.level === 'error';
  const slow = env().LOG_SLOW_QUERY_MS;
  if (slow > 0 && ms >= slow) logger.warn({ ms: Math.round(ms), sql: oneLine(event.query.sql), failed }, 'slow query');
  const parent = workContext()?.span;
  if (!parent) return;
  tracing()
    ?.start({
      name: verb(event.query.sql),
      kind: 'client',
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': shorten(event.query.sql) },
      parent,
      startedAt: Date.now() - ms,
    })
    .end({}, failed);
}
