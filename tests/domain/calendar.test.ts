import { describe, expect, test } from 'vitest';
import {
  bankHolidayOn,
  isWeekend,
  isWorkingDay,
  workingDayAfter,
  workingDaysBetween,
} from '../../domain/calendar.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { nineToFive } from '../policy/hubs.ts';

const { calendar } = nineToFive;
const day = (text: string) => text as LocalDate;

describe('working days', () => {
  test.each([
    ['an ordinary Thursday', '2027-03-25', undefined, true],
    ['Good Friday', '2027-03-26', 'Good Friday', false],
    ['the Saturday of Easter', '2027-03-27', undefined, false],
    ['Easter Monday', '2027-03-29', 'Easter Monday', false],
    ['Boxing Day 2026 falls on a Saturday and is no holiday of its own', '2026-12-26', undefined, false],
    ['its substitute', '2026-12-28', 'Boxing Day (substitute day)', false],
    ['Christmas Day 2027 falls on a Saturday', '2027-12-25', undefined, false],
    ['its substitute', '2027-12-27', 'Christmas Day (substitute day)', false],
    ['the substitute of Boxing Day 2027', '2027-12-28', 'Boxing Day (substitute day)', false],
    ['the substitute of New Year 2028', '2028-01-03', 'New Year’s Day (substitute day)', false],
    ['leap day, a Tuesday', '2028-02-29', undefined, true],
  ])('%s', (_case, date, holiday, working) => {
    expect(bankHolidayOn(day(date), calendar)?.title).toBe(holiday);
    expect(isWorkingDay(day(date), calendar)).toBe(working);
  });

  test('a date outside the edition is refused, not taken for an ordinary day', () => {
    const exhausted = expect.objectContaining({ code: 'CALENDAR_EXHAUSTED' });
    expect(() => isWorkingDay(day('2041-01-02'), calendar)).toThrow(exhausted);
    expect(() => workingDayAfter(day('2040-12-31'), calendar)).toThrow(exhausted);
  });

  test.each([
    ['over Easter', '2027-03-25', '2027-03-30'],
    ['over Christmas 2026', '2026-12-24', '2026-12-29'],
    ['over Christmas 2027', '2027-12-24', '2027-12-29'],
    ['over New Year 2028', '2027-12-31', '2028-01-04'],
    ['from a Saturday', '2026-10-24', '2026-10-26'],
  ])('the next working day %s', (_case, from, next) => {
    expect(workingDayAfter(day(from), calendar)).toBe(next);
  });

  test('the last day of the span can be reached', () => {
    expect(workingDayAfter(day('2040-12-28'), calendar)).toBe('2040-12-31');
    expect(isWeekend(day('2028-12-31'))).toBe(true);
  });

  test.each([
    ['the same day', '2027-03-25', '2027-03-25', 0],
    ['backwards', '2027-03-30', '2027-03-25', 0],
    ['over Easter', '2027-03-25', '2027-03-30', 1],
    ['15 working days', '2027-03-25', '2027-04-19', 15],
  ])('working days between: %s', (_case, from, to, count) => {
    expect(workingDaysBetween(day(from), day(to), calendar)).toBe(count);
  });
});
