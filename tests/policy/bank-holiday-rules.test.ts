import Holidays from 'date-holidays';
import { describe, expect, test } from 'vitest';
import { isWeekend } from '../../domain/calendar.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { bankHolidaysByRule, easterSunday } from '../../policy/bank-holiday-rules.ts';

const titled = (year: number, month: string) =>
  bankHolidaysByRule(year)
    .filter(({ date }) => date.startsWith(`${year}-${month}`))
    .map(({ date, title }) => `${date.slice(5)} ${title}`);

/** Weekdays proclaimed for one year, or moved in one, that date-holidays knows and no rule can. */
const PROCLAIMED: Readonly<Record<number, { readonly added: string[]; readonly moved: string[] }>> = {
  2012: { added: ['2012-06-05'], moved: [] },
  2020: { added: ['2020-05-08'], moved: ['2020-05-04'] },
  2022: { added: ['2022-06-02', '2022-06-03', '2022-09-19'], moved: ['2022-05-30'] },
  2023: { added: ['2023-05-08'], moved: [] },
};

describe('bankHolidaysByRule', () => {
  test('gives the days date-holidays computes, from 1995 to 2060', () => {
    const independent = new Holidays('GB', 'ENG');
    for (let year = 1995; year <= 2060; year += 1) {
      const expected = independent
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10) as LocalDate)
        .filter((date) => !isWeekend(date));
      const { added, moved } = PROCLAIMED[year] ?? { added: [], moved: [] };
      const found = bankHolidaysByRule(year).map(({ date }) => date);
      expect([...found.filter((date) => !moved.includes(date)), ...added].sort()).toEqual(expected.sort());
    }
  });

  test('gives every year eight days, ascending, none at a weekend, none twice', () => {
    for (let year = 1978; year <= 2400; year += 1) {
      const dates = bankHolidaysByRule(year).map(({ date }) => date);
      expect(dates).toEqual([...new Set(dates)].sort());
      expect(dates).toHaveLength(8);
      expect(dates.filter(isWeekend)).toEqual([]);
    }
  });

  test.each([
    ['Monday', 2028, ['12-25 Christmas Day', '12-26 Boxing Day']],
    ['Tuesday', 2029, ['12-25 Christmas Day', '12-26 Boxing Day']],
    ['Wednesday', 2030, ['12-25 Christmas Day', '12-26 Boxing Day']],
    ['Thursday', 2025, ['12-25 Christmas Day', '12-26 Boxing Day']],
    ['Friday', 2026, ['12-25 Christmas Day', '12-28 Boxing Day (substitute day)']],
    ['Saturday', 2027, ['12-27 Christmas Day (substitute day)', '12-28 Boxing Day (substitute day)']],
    ['Sunday', 2022, ['12-26 Boxing Day', '12-27 Christmas Day (substitute day)']],
  ])('Christmas on a %s', (_weekday, year, days) => {
    expect(titled(year, '12')).toEqual(days);
  });

  test.each([
    ['a weekday', 2026, '01-01 New Year’s Day'],
    ['a Saturday', 2028, '01-03 New Year’s Day (substitute day)'],
    ['a Sunday', 2034, '01-02 New Year’s Day (substitute day)'],
  ])('New Year on %s', (_weekday, year, day) => {
    expect(titled(year, '01')).toEqual([day]);
  });

  test.each([
    ['the 1st is a Monday', 2028, ['05-01 Early May bank holiday', '05-29 Spring bank holiday']],
    ['the 31st is a Monday', 2027, ['05-03 Early May bank holiday', '05-31 Spring bank holiday']],
    ['the 25th is the last Monday', 2026, ['05-04 Early May bank holiday', '05-25 Spring bank holiday']],
  ])('May when %s', (_case, year, days) => {
    expect(titled(year, '05')).toEqual(days);
  });

  test('refuses years before the eight were settled, and what is no year', () => {
    expect(() => bankHolidaysByRule(1977)).toThrow(RangeError);
    expect(() => bankHolidaysByRule(2027.5)).toThrow(
      'year: must be a whole number from 1978 to 9999, not 2027.5',
    );
  });
});

describe('easterSunday', () => {
  test.each([
    ['the earliest possible', 1818, '1818-03-22'],
    ['the earliest possible, next time', 2285, '2285-03-22'],
    ['the earliest in living memory', 2008, '2008-03-23'],
    ['the latest possible', 1943, '1943-04-25'],
    ['the latest possible, next time', 2038, '2038-04-25'],
    ['a full moon on 18 April in a late cycle', 1954, '1954-04-18'],
    ['a full moon on 19 April moved back', 1981, '1981-04-19'],
    ['the century exception of 2000', 2000, '2000-04-23'],
    ['in March', 2027, '2027-03-28'],
  ])('%s, %i', (_case, year, date) => {
    expect(easterSunday(year)).toBe(date);
  });
});
