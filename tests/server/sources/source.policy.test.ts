import { describe, expect, it } from 'vitest';
import {
  GIVE_UP_AFTER,
  isSilent,
  messageRetryMs,
  type SourceFacts,
  sourceRetryMs,
  sourceState,
} from '../../../server/sources/source.policy.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const facts = (change: Partial<SourceFacts> = {}): SourceFacts => ({
  active: true,
  lastOkAt: before(0.5),
  failingSince: null,
  quietMs: 4 * 60_000,
  ...change,
});

describe('the state of a source', () => {
  it.each([
    ['looked at just now', {}, 'ok'],
    ['not looked at yet', { lastOkAt: null }, 'retrying'],
    ['failing for a while', { failingSince: before(9.9) }, 'retrying'],
    ['failing for ten minutes', { failingSince: before(10) }, 'down'],
    ['failing since it was set up', { lastOkAt: null, failingSince: before(11) }, 'down'],
    ['silent for longer than its rhythm', { lastOkAt: before(5) }, 'retrying'],
    ['silent for ten minutes', { lastOkAt: before(10) }, 'down'],
    ['silent within a slow rhythm', { lastOkAt: before(30), quietMs: 60 * 60_000 }, 'ok'],
    ['silent beyond a slow rhythm', { lastOkAt: before(61), quietMs: 60 * 60_000 }, 'down'],
    ['one that only waits to be called', { active: false, lastOkAt: null, failingSince: before(60) }, 'ok'],
  ] satisfies [string, Partial<SourceFacts>, string][])('%s', (_, change, state) => {
    expect(sourceState(facts(change), NOW, 10)).toBe(state);
  });
});

it('waits longer after each failure, at most five minutes, half of it by chance', () => {
  const waits = [1, 2, 3, 4, 9, 10, 100].map((failures) => sourceRetryMs(failures, 0));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
  expect(sourceRetryMs(3, 1)).toBe(2_000);
  expect([1, 2, 3, 9].map((failures) => sourceRetryMs(failures, 0, true))).toEqual([60_000, 120_000, 240_000, 300_000]);
});

it('tries a message for days before it is given up', () => {
  const waits = Array.from({ length: GIVE_UP_AFTER - 1 }, (_, i) => messageRetryMs(i + 1));
  expect(waits).toEqual([1, 4, 16, 64, 256, 1024, 1440].map((minutes) => minutes * 60_000));
});

it.each([
  [null, 5, false],
  [before(4 * 60 + 59), 5, false],
  [before(5 * 60), 5, true],
  [before(99 * 60), undefined, false],
])('silent: last mail %s, allowed hours %s', (lastMailAt, hours, silent) => {
  expect(isSilent(lastMailAt, hours, NOW)).toBe(silent);
});
