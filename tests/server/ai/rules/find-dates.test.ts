import { describe, expect, it } from 'vitest';
import { findDates } from '../../../../server/ai/rules/find-dates.ts';
import { foldText } from '../../../../server/ai/rules/fold-text.ts';
import { dayNumberOf } from '../../../../server/dates/date.policy.ts';

// Thursday
const today = dayNumberOf('2026-03-05');
const datesOf = (text: string, monthFirst = false) =>
  findDates(foldText(text), { today, monthFirst }).map(({ date }) => date);

describe('findDates', () => {
  it.each([
    ['by Tuesday', '2026-03-10'],
    ['by Thursday', '2026-03-12'],
    ['today', '2026-03-05'],
    ['by tomorrow', '2026-03-06'],
    ['by next Friday', '2026-03-13'],
    ['Friday next week', '2026-03-13'],
    ['before the end of the week', '2026-03-06'],
    ['by the end of next week', '2026-03-13'],
    ['end of the month', '2026-03-31'],
    ['by end of April', '2026-04-30'],
    ['end of Q2', '2026-06-30'],
    ['by the end of the quarter', '2026-03-31'],
    ['due mid-April', '2026-04-15'],
    ['week 20', '2026-05-15'],
    ['KW 20', '2026-05-15'],
    ['within 10 working days', '2026-03-19'],
    ['within five business days', '2026-03-12'],
    ['within 24 hours', '2026-03-06'],
    ['within 36 hours', '2026-03-07'],
    ['in two weeks', '2026-03-19'],
    ['within a fortnight', '2026-03-19'],
    ['COB Friday', '2026-03-06'],
    ['close of business on Monday', '2026-03-09'],
    ['by EOD', '2026-03-05'],
    ['Wednesday 25th', '2026-03-25'],
    ['20/03/2026', '2026-03-20'],
    ['20.03.2026', '2026-03-20'],
    ['2026-03-20', '2026-03-20'],
    ['March 20th, 2026', '2026-03-20'],
    ['March the 20th', '2026-03-20'],
    ['bis Freitag, den 20. März 2026', '2026-03-20'],
    ['bis zum 20. Maerz', '2026-03-20'],
    ['innerhalb von 5 Arbeitstagen', '2026-03-12'],
    ['antes del 27 de marzo', '2026-03-27'],
    ['au plus tard le 25 mars', '2026-03-25'],
    ['entro lunedì', '2026-03-09'],
    ['uiterlijk 20 maart', '2026-03-20'],
    ['do 27 marca', '2026-03-27'],
    ['请在下周五之前', '2026-03-13'],
    ['3月18日前', '2026-03-18'],
    ['5个工作日内', '2026-03-12'],
  ])('reads "%s" as %s', (text, date) => {
    expect(datesOf(text)).toEqual([date]);
  });

  it('keeps the two ends of a move apart', () => {
    expect(datesOf('moves from 15 June to 3 July 2026')).toEqual(['2026-06-15', '2026-07-03']);
  });

  it('reads numbers by the writer’s country', () => {
    expect(datesOf('by 04/03/2026', true)).toEqual(['2026-04-03']);
    expect(datesOf('by 04/03/2026')).toEqual(['2026-03-04']);
    expect(datesOf('by 03/20/2026')).toEqual(['2026-03-20']);
  });

  it.each([
    'clause 12.3.1, rev 2.1',
    '24/7 support at 10.0.0.1',
    'may we have it',
    'version 3.4',
    'half of 1/2 inch',
    '4.2 % against 4.5 %',
    'questions 4 to 9',
  ])('finds no date in "%s"', (text) => {
    expect(datesOf(text)).toEqual([]);
  });
});
