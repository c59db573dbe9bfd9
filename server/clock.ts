import { env } from './env.ts';
import { dateIn } from './dates/date.policy.ts';

/**
 * Business time: what "today", "overdue" and ages mean. `PMIS_NOW` fixes it for demos and evaluation (refused in
 * production). Jobs, sessions, tokens, limits and event times use the real clock, never this.
 */
export function businessNow(): Date {
  const fixed = env().PMIS_NOW;
  return fixed ? new Date(fixed) : new Date();
}

/** Today's date, 'YYYY-MM-DD', in an IANA time zone. */
export function today(timeZone: string): string {
  return dateIn(timeZone, businessNow());
}
