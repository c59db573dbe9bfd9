import { describe, expect, test } from 'vitest';
import { latestMidnight } from '../../../server/schedules/latest-midnight.ts';
import { latestSlot } from '../../../server/schedules/latest-slot.ts';

const slot = (cron: string, now: string) => latestSlot(cron, new Date(now))?.toISOString() ?? null;

describe('the last instant at which a cron expression was due', () => {
  test.each([
    ['0 0 * * *', '2026-03-05T00:00:00Z', '2026-03-05T00:00:00.000Z'],
    ['0 0 * * *', '2026-03-05T23:59:59Z', '2026-03-05T00:00:00.000Z'],
    ['30 6 * * *', '2026-03-05T06:29:59Z', '2026-03-04T06:30:00.000Z'],
    ['*/30 * * * *', '2026-03-05T10:31:12Z', '2026-03-05T10:30:00.000Z'],
    ['*/5 * * * * *', '2026-03-05T10:31:13Z', '2026-03-05T10:31:10.000Z'],
    ['0 7 * * 1', '2026-03-05T10:00:00Z', '2026-03-02T07:00:00.000Z'],
    ['0 0 29 2 *', '2026-03-05T10:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s at %s', (cron, now, expected) => {
    expect(slot(cron, now)).toBe(expected);
  });

  test('what is no cron expression is refused', () => {
    expect(() => slot('every day', '2026-03-05T00:00:00Z')).toThrow();
  });
});

describe('the beginning of the present day in a zone', () => {
  test.each([
    ['UTC', '2026-03-05T00:00:00Z', '2026-03-05T00:00:00.000Z'],
    ['Europe/London', '2026-07-05T22:59:00Z', '2026-07-04T23:00:00.000Z'],
    ['Europe/London', '2026-07-05T23:00:00Z', '2026-07-05T23:00:00.000Z'],
    ['Asia/Kolkata', '2026-03-05T12:00:00Z', '2026-03-04T18:30:00.000Z'],
    ['Pacific/Kiritimati', '2026-03-05T09:59:00Z', '2026-03-04T10:00:00.000Z'],
    // The clock goes from 23:59:59 to 01:00: there is no midnight.
    ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z'],
  ])('%s at %s', (zone, now, expected) => {
    expect(latestMidnight(zone, new Date(now)).toISOString()).toBe(expected);
  });
});
