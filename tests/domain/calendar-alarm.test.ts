import { describe, expect, test } from 'vitest';
import { alarmWords, calendarAlarm, officialUntil } from '../../domain/calendar-alarm.ts';
import type { BankHoliday, CalendarEdition } from '../../domain/calendar-edition.ts';
import type { Instant, LocalDate } from '../../domain/instant.ts';

const day = (text: string) => text as LocalDate;

/** Dates as they are listed; `?` behind one marks it provisional, `!` added by hand. */
function calendarOf(dates: string, span = '2027-01-01 2030-12-31'): CalendarEdition {
  const [firstDay = '', lastDay = ''] = span.split(' ');
  const bankHolidays = dates.split(' ').map((text): BankHoliday => {
    const holiday = { date: day(text.slice(0, 10)), title: 'A bank holiday' };
    if (text.endsWith('?')) return { ...holiday, provisional: true };
    return text.endsWith('!') ? { ...holiday, manual: true } : holiday;
  });
  return {
    edition: 'test',
    firstDay: day(firstDay),
    lastDay: day(lastDay),
    bankHolidays,
    offsetChanges: [{ from: `${firstDay}T00:00:00.000Z` as Instant, offsetMinutes: 0 }],
  };
}

const to2028 = calendarOf('2027-01-01 2028-12-26 2029-01-01? 2030-01-01?');

describe('officialUntil', () => {
  test.each([
    ['nothing provisional: the last day', calendarOf('2027-01-01 2028-12-26'), '2030-12-31'],
    ['whole years listed: the end of the last', to2028, '2028-12-31'],
    [
      'a New Year computed as 3 January: still the end of the year before',
      calendarOf('2032-12-28 2033-01-03?', '2027-01-01 2033-12-31'),
      '2032-12-31',
    ],
    [
      'a year listed in part: its last listed day',
      calendarOf('2028-12-26 2029-01-01 2029-03-30?'),
      '2029-01-01',
    ],
    ['a day by hand stretches nothing', calendarOf('2028-12-26 2029-01-02! 2029-03-30?'), '2028-12-31'],
    ['nor does one beyond', calendarOf('2028-12-26 2029-01-01? 2030-06-03!'), '2028-12-31'],
    ['nothing official: the day before the first', calendarOf('2027-01-01?'), '2026-12-31'],
    [
      'a slice that begins within computed days',
      calendarOf('2029-08-27?', '2029-06-01 2030-07-05'),
      '2029-05-31',
    ],
  ])('%s', (_case, calendar, until) => {
    expect(officialUntil(calendar)).toBe(until);
  });
});

describe('calendarAlarm', () => {
  test.each([
    ['years ahead', '2026-11-22', undefined],
    ['the last quiet day: six months lead to 30 December', '2028-06-30', undefined],
    ['the first day of alarm: six months lead to 1 January', '2028-07-01', 183],
    ['the last official day', '2028-12-31', 0],
    ['the day after', '2029-01-01', -1],
  ])('%s', (_case, today, daysLeft) => {
    expect(calendarAlarm(to2028, day(today))?.daysLeft).toBe(daysLeft);
  });

  test.each([
    ['31 August and a February of 28 days', '2029-02-28', '2028-08-31', false],
    ['one official day fewer', '2029-02-27', '2028-08-31', true],
    ['29 August and a leap day', '2028-02-29', '2027-08-29', false],
    ['30 August and a leap day: the month’s last day counts', '2028-02-29', '2027-08-30', false],
    ['1 September and a leap day', '2028-02-29', '2027-09-01', true],
  ])('six months at the ends of months: %s', (_case, lastDay, today, rings) => {
    const calendar = calendarOf('2027-08-30', `2027-01-01 ${lastDay}`);
    expect(calendarAlarm(calendar, day(today)) !== undefined).toBe(rings);
  });

  test('says in one line what ends, when, and what to do', () => {
    const words = (calendar: CalendarEdition, today: string) => {
      const alarm = calendarAlarm(calendar, day(today));
      return alarm === undefined ? undefined : alarmWords(alarm);
    };
    expect(words(to2028, '2028-12-30')).toBe(
      'Calendar test: official bank holidays end in 1 day, on Sun 31 Dec 2028; later ones, to Tue 31 Dec 2030, ' +
        'are provisional. Import a newer GOV.UK list.',
    );
    expect(words(calendarOf('2027-01-01'), '2031-01-05')).toBe(
      'Calendar test: official bank holidays ended 5 days ago, on Tue 31 Dec 2030; clocks that reach beyond are ' +
        'refused. Import a newer GOV.UK list.',
    );
  });
});
