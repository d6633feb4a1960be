import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import {
  DAY_MS,
  HOUR_MS,
  instantFromMs,
  type LocalDate,
  MINUTE_MS,
  msFromInstant,
} from '../../domain/instant.ts';
import { addDays, instantAt, localTimeOf, nextDay, weekdayOf } from '../../domain/local-time.ts';
import { calendarSlice } from '../../policy/editions.ts';
import { at, nineToFive } from '../policy/hubs.ts';

const { calendar } = nineToFive;
const day = (text: string) => text as LocalDate;
const clock = (hours: number, minutes = 0) => hours * HOUR_MS + minutes * MINUTE_MS;

describe('localTimeOf', () => {
  test.each([
    ['a winter afternoon', '2027-03-25T16:59:00.000Z', '2027-03-25', 'thursday', clock(16, 59), 0],
    ['a summer afternoon', '2027-03-30T15:59:00.000Z', '2027-03-30', 'tuesday', clock(16, 59), 60],
    [
      'after 23:00 UTC in summer it is tomorrow',
      '2027-06-30T23:30:00.000Z',
      '2027-07-01',
      'thursday',
      clock(0, 30),
      60,
    ],
    ['one ms before clocks go forward', '2027-03-28T00:59:59.999Z', '2027-03-28', 'sunday', clock(1) - 1, 0],
    ['the instant clocks go forward', '2027-03-28T01:00:00.000Z', '2027-03-28', 'sunday', clock(2), 60],
    ['01:30 the first time', '2026-10-25T00:30:00.000Z', '2026-10-25', 'sunday', clock(1, 30), 60],
    ['01:30 the second time', '2026-10-25T01:30:00.000Z', '2026-10-25', 'sunday', clock(1, 30), 0],
    ['leap day', '2028-02-29T12:00:00.000Z', '2028-02-29', 'tuesday', clock(12), 0],
    ['first instant of the span', '2024-01-01T00:00:00.000Z', '2024-01-01', 'monday', 0, 0],
    ['last instant of the span', '2040-12-31T23:59:59.999Z', '2040-12-31', 'monday', DAY_MS - 1, 0],
  ])('%s', (_case, instant, date, weekday, msOfDay, offsetMinutes) => {
    const found = localTimeOf(instantFromMs(Date.parse(instant)), calendar);
    expect(found).toEqual({ date, weekday, msOfDay, offsetMinutes });
  });

  test.each([
    ['before the span', '2023-12-31T23:59:59.999Z'],
    ['after the span', '2041-01-01T00:00:00.000Z'],
  ])('%s it refuses and names the edition', (_case, instant) => {
    const read = () => localTimeOf(instantFromMs(Date.parse(instant)), calendar);
    expect(read).toThrow(DomainError);
    expect(read).toThrow(expect.objectContaining({ code: 'CALENDAR_EXHAUSTED' }));
    expect(read).toThrow(/england-and-wales-2024-2040 covers 2024-01-01 to 2040-12-31/);
  });

  test('agrees with luxon at any instant of the span, and so does a slice', () => {
    const from = Date.parse('2024-01-01T00:00:00Z');
    const to = Date.parse('2041-01-01T00:00:00Z');
    const agrees = (ms: number) => {
      const expected = DateTime.fromMillis(ms, { zone: 'Europe/London' });
      const found = localTimeOf(instantFromMs(ms), calendar);
      expect(found.date).toBe(expected.toISODate());
      expect(found.offsetMinutes).toBe(expected.offset);
      expect(found.weekday).toBe(expected.setLocale('en').weekdayLong?.toLowerCase());
      expect(found.msOfDay).toBe(
        clock(expected.hour, expected.minute) + expected.second * 1000 + expected.millisecond,
      );
      expect(localTimeOf(instantFromMs(ms), calendarSlice(calendar, found.date, 1))).toEqual(found);
    };
    fc.assert(fc.property(fc.integer({ min: from, max: to - 1 }), agrees), { numRuns: 2000 });
  });
});

describe('instantAt', () => {
  test.each([
    ['a summer opening', '2027-03-30', clock(9), '2027-03-30T08:00:00.000Z'],
    ['a winter opening', '2027-03-25', clock(9), '2027-03-25T09:00:00.000Z'],
    ['01:30 twice in autumn: the earlier', '2026-10-25', clock(1, 30), '2026-10-25T00:30:00.000Z'],
    ['the end of the autumn overlap occurs once', '2026-10-25', clock(2), '2026-10-25T02:00:00.000Z'],
    ['the spring gap: the first instant after it', '2027-03-28', clock(1, 30), '2027-03-28T01:00:00.000Z'],
    ['the end of the spring gap', '2027-03-28', clock(2), '2027-03-28T01:00:00.000Z'],
    ['one whole day is the midnight that ends it', '2027-03-28', DAY_MS, '2027-03-28T23:00:00.000Z'],
  ])('%s', (_case, date, msOfDay, instant) => {
    expect(instantAt(day(date), msOfDay, calendar)).toBe(instant);
  });

  test('is the inverse of localTimeOf except in the second hour of the autumn overlap', () => {
    const from = msFromInstant(at('2024-01-01 00:00 GMT'));
    const to = msFromInstant(at('2040-12-31 23:59 GMT'));
    const returns = (ms: number) => {
      const instant = instantFromMs(ms);
      const { date, msOfDay } = localTimeOf(instant, calendar);
      const back = instantAt(date, msOfDay, calendar);
      expect([0, HOUR_MS]).toContain(ms - msFromInstant(back));
      expect(localTimeOf(back, calendar)).toMatchObject({ date, msOfDay });
    };
    fc.assert(fc.property(fc.integer({ min: from, max: to }), returns), { numRuns: 2000 });
  });
});

describe('civil dates', () => {
  test.each([
    ['the end of February in a leap year', '2028-02-28', '2028-02-29'],
    ['leap day', '2028-02-29', '2028-03-01'],
    ['the end of February in an ordinary year', '2027-02-28', '2027-03-01'],
    ['the day clocks go forward', '2027-03-28', '2027-03-29'],
    ['the end of the year', '2027-12-31', '2028-01-01'],
  ])('%s has a day after it', (_case, date, expected) => {
    expect(nextDay(day(date))).toBe(expected);
    expect(addDays(day(expected), -1)).toBe(date);
  });

  test('weekdays before 1970 too', () => {
    expect(weekdayOf(day('1969-12-28'))).toBe('sunday');
    expect(weekdayOf(day('1970-01-01'))).toBe('thursday');
  });
});
