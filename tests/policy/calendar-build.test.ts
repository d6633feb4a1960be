import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { officialUntil } from '../../domain/calendar-alarm.ts';
import { DAY_MS, instantFromMs, type LocalDate, msFromInstant } from '../../domain/instant.ts';
import { workingDayAfter } from '../../domain/calendar.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import { bankHolidaysByRule } from '../../policy/bank-holiday-rules.ts';
import { buildCalendar, calendarText } from '../../policy/calendar-build.ts';
import { CALENDAR_FILE, shippedCalendar } from '../../policy/calendars/build.ts';
import { loadCalendar } from '../../policy/editions.ts';
import { govUkList, JUBILEE_YEARS } from './gov-uk.ts';

const calendar = loadCalendar(CALENDAR_FILE);
const FIRST_EDITION = new URL('../../policy/calendars/england-and-wales-2024-2028.json', import.meta.url);
const day = (text: string) => text as LocalDate;

const daysIn = (year: number, { bankHolidays } = calendar) =>
  bankHolidays.filter(({ date }) => date.startsWith(`${year}-`)).map(({ date }) => date);

describe('the shipped calendar of England and Wales', () => {
  test('is what the generator builds from its sources', () => {
    expect(readFileSync(CALENDAR_FILE, 'utf8')).toBe(calendarText(shippedCalendar()));
  });

  test('leaves the first edition as it was: cases and ledger rows name it', () => {
    expect(createHash('sha256').update(readFileSync(FIRST_EDITION)).digest('hex')).toBe(
      '94ed5c76b17deea3abc109cf3a5dd9422d4a04810969e3fb1bc611ce4e52f857',
    );
  });

  test('says of every day until 2028 what the first edition says', () => {
    const first = loadCalendar(FIRST_EDITION);
    expect(calendar.bankHolidays.filter(({ date }) => date <= first.lastDay)).toEqual(first.bankHolidays);
    expect(calendar.offsetChanges.slice(0, first.offsetChanges.length)).toEqual(first.offsetChanges);
  });

  test.each([
    ['2026', ['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28']],
    ['2027', ['01-01', '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28']],
    ['2028', ['01-03', '04-14', '04-17', '05-01', '05-29', '08-28', '12-25', '12-26']],
  ])('E1: %s', (year, days) => {
    expect(daysIn(Number(year))).toEqual(days.map((date) => `${year}-${date}`));
  });

  test.each([
    ['E5 over Christmas 2026', '2026-12-24', '2026-12-29'],
    ['E5 over Christmas 2027', '2027-12-24', '2027-12-29'],
    ['over the provisional Christmas of 2032, a Saturday', '2032-12-24', '2032-12-29'],
    ['over the provisional Easter of 2038, the latest there is', '2038-04-22', '2038-04-27'],
  ])('the next working day %s', (_case, from, next) => {
    expect(workingDayAfter(day(from), calendar)).toBe(next);
  });

  test('is official until the end of GOV.UK’s list and by rule, marked so, from there on', () => {
    expect(officialUntil(calendar)).toBe('2028-12-31');
    const listed = calendar.bankHolidays.filter(({ date }) => date <= '2028-12-31');
    expect(listed.filter(({ provisional }) => provisional)).toEqual([]);
    for (let year = 2029; year <= 2040; year += 1) {
      const expected = bankHolidaysByRule(year).map((holiday) => ({ ...holiday, provisional: true }));
      expect(calendar.bankHolidays.filter(({ date }) => date.startsWith(`${year}-`))).toEqual(expected);
    }
  });

  test('has the offsets luxon has, at every change and six-hourly in between, to the end of 2040', () => {
    expect(calendar.offsetChanges).toHaveLength(1 + 2 * 17);
    const agrees = (ms: number) =>
      expect(localTimeOf(instantFromMs(ms), calendar).offsetMinutes).toBe(
        DateTime.fromMillis(ms, { zone: 'Europe/London' }).offset,
      );
    const end = Date.parse('2041-01-01T00:00:00Z');
    for (let ms = Date.parse('2024-01-01T00:00:00Z'); ms < end; ms += DAY_MS / 4) agrees(ms);
    for (const { from } of calendar.offsetChanges.slice(1)) {
      agrees(msFromInstant(from) - 1);
      agrees(msFromInstant(from));
    }
  });
});

describe('buildCalendar', () => {
  const years = { firstYear: 2022, lastYear: 2024 };
  const source = govUkList(JUBILEE_YEARS);
  const build = (change: Partial<Parameters<typeof buildCalendar>[0]> = {}) =>
    buildCalendar({ source, ...years, name: 'test', ...change });

  test('E2: a moved Spring bank holiday, two days side by side, and a day at short notice', () => {
    const calendar = build();
    expect(daysIn(2022, calendar)).toEqual([
      '2022-01-03',
      '2022-04-15',
      '2022-04-18',
      '2022-05-02',
      '2022-06-02',
      '2022-06-03',
      '2022-08-29',
      '2022-09-19',
      '2022-12-26',
      '2022-12-27',
    ]);
    expect(workingDayAfter(day('2022-05-27'), calendar)).toBe('2022-05-30');
    expect(workingDayAfter(day('2022-06-01'), calendar)).toBe('2022-06-06');
    expect(workingDayAfter(day('2022-09-16'), calendar)).toBe('2022-09-20');
    expect(workingDayAfter(day('2023-05-05'), calendar)).toBe('2023-05-09');
  });

  test('the list wins for its years and is not mixed with computed days', () => {
    const calendar = build();
    expect(daysIn(2022, calendar)).not.toContain('2022-05-30');
    expect(calendar.bankHolidays.filter(({ date, provisional }) => provisional && date < '2024')).toEqual([]);
    expect(calendar.bankHolidays.filter(({ date }) => date > '2024').every((one) => one.provisional)).toBe(
      true,
    );
    expect(daysIn(2024, calendar)).toEqual(bankHolidaysByRule(2024).map(({ date }) => date));
  });

  test('a year listed in part is computed from its last listed day on', () => {
    const listed = JUBILEE_YEARS.filter(({ date }) => date <= '2023-05-08');
    const calendar = build({ source: govUkList(listed) });
    expect(officialUntil(calendar)).toBe('2023-05-08');
    const rest = calendar.bankHolidays.filter(({ date }) => date > '2023-05-01' && date < '2024');
    expect(rest.map(({ date, provisional = false }) => `${date} ${provisional}`)).toEqual([
      '2023-05-08 false',
      '2023-05-29 true',
      '2023-08-28 true',
      '2023-12-25 true',
      '2023-12-26 true',
    ]);
  });

  test('a list cut off between Christmas and Boxing Day is not whole', () => {
    const calendar = build({ source: govUkList(JUBILEE_YEARS.filter(({ date }) => date <= '2023-12-25')) });
    expect(officialUntil(calendar)).toBe('2023-12-25');
    expect(calendar.bankHolidays.find(({ date }) => date === '2023-12-26')?.provisional).toBe(true);
  });

  test('the order of GOV.UK’s list does not matter', () => {
    expect(build({ source: govUkList(JUBILEE_YEARS.toReversed()) })).toEqual(build());
  });

  test('a proclaimed day is added by hand and a moved one removed', () => {
    const calendar = build({
      additions: [{ date: day('2024-06-03'), title: 'A day of thanks' }],
      removals: [day('2024-05-27')],
    });
    expect(calendar.bankHolidays.filter(({ date }) => date.startsWith('2024-0'))).toMatchObject([
      { date: '2024-01-01', provisional: true },
      { date: '2024-03-29', provisional: true },
      { date: '2024-04-01', provisional: true },
      { date: '2024-05-06', provisional: true },
      { date: '2024-06-03', title: 'A day of thanks', manual: true },
      { date: '2024-08-26', provisional: true },
    ]);
    expect(calendar.removedDays).toEqual(['2024-05-27']);
  });

  test.each([
    ['no list at all', { source: {} }, 'the GOV.UK list: england-and-wales: '],
    [
      'an empty list',
      { source: govUkList([]) },
      'england-and-wales.events: must list at least one bank holiday',
    ],
    [
      'a hole in the middle of a year',
      { source: govUkList(JUBILEE_YEARS.filter(({ date }) => date < '2023-05' || date > '2023-08')) },
      'england-and-wales.events: must list at least 8 bank holidays for 2023, not 6',
    ],
    [
      'a missing year',
      { source: govUkList(JUBILEE_YEARS.map((one) => ({ ...one, date: one.date.replace('2023', '2024') }))) },
      'england-and-wales.events: must list at least 8 bank holidays for 2023, not 0',
    ],
    [
      'a day listed twice',
      { source: govUkList([...JUBILEE_YEARS, { date: '2022-01-03', title: 'Again' }]) },
      'must be later than 2022-01-03 before it',
    ],
    [
      'a date that is none',
      { source: govUkList([{ date: '2022-02-30', title: 'No day' }]) },
      'england-and-wales.events.0.date: must be a date written YYYY-MM-DD',
    ],
    [
      'years before the list',
      { firstYear: 2021 },
      'firstYear: must not be before 2022, where the GOV.UK list begins, not 2021',
    ],
    ['years backwards', { lastYear: 2021 }, 'lastDay: must not be before firstDay 2022-01-01'],
    [
      'an addition on a holiday',
      { additions: [{ date: day('2022-06-03'), title: 'Twice' }] },
      'additions: 2022-06-03 is a bank holiday already',
    ],
    [
      'an addition outside the years',
      { additions: [{ date: day('2025-06-03'), title: 'Later' }] },
      'additions: must be from 2022 to 2024, not 2025-06-03',
    ],
    [
      'a removal of an ordinary day',
      { removals: [day('2022-06-06')] },
      'removals: 2022-06-06 is no bank holiday',
    ],
  ])('refuses %s', (_case, change, message) => {
    expect(() => build(change)).toThrow(message);
    expect(() => build(change)).toThrow(expect.objectContaining({ name: 'EditionError' }));
  });
});
