import { expect, it } from 'vitest';
import { latestLocalTime } from '../../../server/schedules/latest-local-time.ts';

const SEVEN = 7 * 60;
const at = (zone: string, now: string) => latestLocalTime(zone, SEVEN, new Date(now)).toISOString();

it.each([
  // zone, now, the latest 07:00 there
  ['UTC', '2026-03-05T07:00:00Z', '2026-03-05T07:00:00.000Z'],
  ['UTC', '2026-03-05T06:59:59Z', '2026-03-04T07:00:00.000Z'],
  ['Europe/Istanbul', '2026-03-05T04:00:00Z', '2026-03-05T04:00:00.000Z'],
  ['America/New_York', '2026-03-05T11:59:00Z', '2026-03-04T12:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-03-05T16:30:00Z', '2026-03-04T17:00:00.000Z'],
  ['Asia/Kathmandu', '2026-03-05T02:00:00Z', '2026-03-05T01:15:00.000Z'],
  // clocks go forward at 02:00 on 29 March 2026, back at 03:00 on 25 October
  ['Europe/Berlin', '2026-03-29T05:00:00Z', '2026-03-29T05:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29T04:59:00Z', '2026-03-28T06:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25T06:00:00Z', '2026-10-25T06:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25T05:59:00Z', '2026-10-24T05:00:00.000Z'],
])('%s at %s: %s', (zone, now, expected) => {
  expect(at(zone, now)).toBe(expected);
});

it('gives the first instant after a gap that swallows the time', () => {
  // Berlin's clocks jump from 02:00 to 03:00.
  const halfPastTwo = latestLocalTime('Europe/Berlin', 150, new Date('2026-03-29T12:00:00Z'));
  expect(halfPastTwo.toISOString()).toBe('2026-03-29T01:00:00.000Z');
});
