import { describe, expect, it } from 'vitest';
import { backupsToPrune } from '../../../server/backups/retention.policy.ts';

const DAY = 86_400_000;
const LAST = Date.parse('2026-11-22T02:30:00Z');
const daily = (days: number) =>
  Array.from({ length: days }, (_, i) => {
    const at = new Date(LAST - i * DAY);
    return { name: at.toISOString().slice(0, 10), at };
  });
const kept = (backups: { name: string; at: Date }[], keep: Parameters<typeof backupsToPrune>[1]) => {
  const gone = new Set(backupsToPrune(backups, keep));
  return backups.map(({ name }) => name).filter((name) => !gone.has(name));
};

describe('backupsToPrune', () => {
  it('keeps the newest of so many days, weeks from Monday, and months', () => {
    expect(kept(daily(200), { daily: 3, weekly: 3, monthly: 3 })).toEqual([
      '2026-11-22',
      '2026-11-21',
      '2026-11-20',
      '2026-11-15',
      '2026-11-08',
      '2026-10-31',
      '2026-09-30',
    ]);
  });

  it('keeps the newest of a day with several', () => {
    const twice = [6, 18].map((hour) => ({ name: `at ${hour}`, at: new Date(Date.UTC(2026, 10, 22, hour)) }));
    expect(kept(twice, { daily: 1, weekly: 0, monthly: 0 })).toEqual(['at 18']);
  });

  it('never deletes the newest, whatever is to be kept', () => {
    expect(kept(daily(9), { daily: 0, weekly: 0, monthly: 0 })).toEqual(['2026-11-22']);
  });

  it('counts days that have a backup: a month without any deletes nothing', () => {
    const sparse = daily(100).filter((_, i) => i % 20 === 0);
    expect(kept(sparse, { daily: 7, weekly: 0, monthly: 0 })).toHaveLength(5);
  });
});
