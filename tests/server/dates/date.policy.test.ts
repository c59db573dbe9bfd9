import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate, timeZoneName, workingCalendar } from '../../../server/dates/date.schema.ts';
import {
  DEFAULT_CALENDAR,
  addWorkingDays,
  isWorkingDay,
  workingDaysBetween,
} from '../../../server/dates/calendar.policy.ts';
import {
  addDays,
  dateIn,
  diffDays,
  fromDayNumber,
  isTimeZone,
  isValidDate,
  isoWeekday,
  sayDays,
  toDayNumber,
} from '../../../server/dates/date.policy.ts';

const FIRST = toDayNumber('1900-01-01')!;
const LAST = toDayNumber('2200-12-31')!;
const anyDate = fc.integer({ min: FIRST, max: LAST }).map(fromDayNumber);
const nearDates = fc
  .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -400, max: 400 }))
  .map(([day, by]) => [fromDayNumber(day), fromDayNumber(day + by)] as const);
const anyCalendar = fc.record({
  workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  holidays: fc.array(fc.integer({ min: -400, max: 20_400 }).map(fromDayNumber), { maxLength: 300 }),
});

it.each([
  [1, '1 day'],
  [2, '2 days'],
  [0, '0 days'],
])('%i is said as %s', (count, said) => {
  expect(sayDays(count)).toBe(said);
});

describe('plain dates', () => {
  it('agree with the calendar for every year and month', () => {
    for (let year = 1899; year <= 2201; year += 1) {
      for (let month = 0; month <= 13; month += 1) {
        const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const length = [0, 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0][month]!;
        for (const day of [0, 1, 28, 29, 30, 31, 32]) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          expect(isValidDate(text), text).toBe(year >= 1900 && year <= 2200 && day >= 1 && day <= length);
        }
      }
    }
  });

  it('refuse every other form', () => {
    for (const text of [
      '2026-2-3',
      '20260203',
      ' 2026-02-03',
      '2026-02-03\n',
      '2026-02-03T00:00:00Z',
      '+2026-02-03',
      '٢٠٢٦-٠٢-٠٣',
      '',
      null,
      5,
      undefined,
      new Date(),
    ]) {
      expect(isValidDate(text)).toBe(false);
      expect(plainDate.safeParse(text).success).toBe(false);
    }
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addDays('2200-12-31', 1)).toThrow(RangeError);
    expect(plainDate.safeParse('2026-02-30').error?.issues[0]?.message).toContain(
      '"2026-02-30" is not a calendar date',
    );
  });

  it('add and subtract', () => {
    expect(diffDays('2026-12-10', '2026-12-28')).toBe(18);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(addDays(a, diffDays(a, b))).toBe(b);
        expect(diffDays(a, b)).toBe(0 - diffDays(b, a));
        expect(a < b).toBe(diffDays(a, b) > 0);
        expect(isoWeekday(a)).toBe(new Date(`${a}T12:00:00Z`).getUTCDay() || 7);
      }),
    );
  });

  it('today depends on the zone', () => {
    const now = new Date('2026-03-05T11:30:00Z');
    expect(dateIn('Europe/London', now)).toBe('2026-03-05');
    expect(dateIn('Pacific/Kiritimati', now)).toBe('2026-03-06');
    expect(dateIn('Pacific/Pago_Pago', new Date('2026-03-05T10:30:00Z'))).toBe('2026-03-04');
    expect(dateIn('Europe/London', new Date('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
    for (const name of ['Europe/London', 'UTC', 'Asia/Kolkata']) expect(isTimeZone(name)).toBe(true);
    for (const name of ['', '+02:00', 'Mars/Base', 'Europe/London\0'])
      expect(timeZoneName.safeParse(name).success).toBe(false);
  });
});

describe('working days', () => {
  it('count from Friday to Monday as one, weekends and holidays as none', () => {
    expect(workingDaysBetween('2026-03-06', '2026-03-09', DEFAULT_CALENDAR)).toBe(1);
    expect(workingDaysBetween('2026-03-09', '2026-03-06', DEFAULT_CALENDAR)).toBe(-1);
    expect(workingDaysBetween('2026-03-06', '2026-03-08', DEFAULT_CALENDAR)).toBe(0);
    expect(addWorkingDays('2026-03-06', 1, { ...DEFAULT_CALENDAR, holidays: ['2026-03-09'] })).toBe('2026-03-10');
    const twice = { ...DEFAULT_CALENDAR, holidays: ['2026-03-09', '2026-03-09', '2026-03-08'] };
    expect(workingDaysBetween('2026-03-06', '2026-03-10', twice)).toBe(1);
    expect(addWorkingDays('2026-03-09', -1, DEFAULT_CALENDAR)).toBe('2026-03-06');
    expect(addWorkingDays('2026-03-08', 0, DEFAULT_CALENDAR)).toBe('2026-03-08');
    expect(() => addWorkingDays('2026-03-08', 1, { workingDays: [], holidays: [] })).toThrow(RangeError);
    expect(workingCalendar.safeParse({ workingDays: [], holidays: [] }).success).toBe(false);
    expect(workingCalendar.safeParse({ workingDays: [8], holidays: [] }).success).toBe(false);
  });

  it('agree with counting day by day, on any calendar', () => {
    fc.assert(
      fc.property(nearDates, anyCalendar, ([from, to], calendar) => {
        let expected = 0;
        const step = from < to ? 1 : -1;
        for (let day = from; day !== to;) {
          day = addDays(day, step);
          if (isWorkingDay(day, calendar)) expected += step;
        }
        expect(workingDaysBetween(from, to, calendar)).toBe(expected);
      }),
    );
  });

  it('adding is undone by counting', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }).map(fromDayNumber),
        fc.integer({ min: -60, max: 60 }),
        anyCalendar,
        (date, count, calendar) => {
          const moved = addWorkingDays(date, count, calendar);
          expect(workingDaysBetween(date, moved, calendar)).toBe(count);
          if (count !== 0) expect(isWorkingDay(moved, calendar)).toBe(true);
        },
      ),
    );
  });
});
