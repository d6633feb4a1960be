import { describe, expect, test } from 'vitest';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { addMs, HOUR_MS, type Instant, type LocalDate, msFromInstant } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import { instantAt } from '../../domain/local-time.ts';
import type { HubRules } from '../../domain/policy.ts';
import { at, nineToFive, shortFriday } from '../policy/hubs.ts';
import { limitOf } from './support/limit-of.ts';
import { luxonCalendar } from './support/luxon-calendar.ts';

/** The rows of the domain reference's edge cases that concern time, by their numbers; then more of that kind. */
const due = (start: string, limit: string, rules: HubRules = nineToFive) =>
  dueAt(at(start), limitOf(limit), rules);
const hoursUntil = (start: Instant, end: Instant) => (msFromInstant(end) - msFromInstant(start)) / HOUR_MS;
const withHoliday = (rules: HubRules, date: string, title: string): HubRules => {
  const bankHolidays = [...rules.calendar.bankHolidays, { date: date as LocalDate, title }].toSorted(
    (a, b) => (a.date < b.date ? -1 : 1),
  );
  return { ...rules, calendar: { ...rules.calendar, bankHolidays } };
};
const under = (calendar: CalendarEdition): HubRules => ({ ...nineToFive, calendar });

describe('E1 bank holidays', () => {
  test.each([
    ['New Year 2026', '2026-01-01', '2026-01-02 17:00 GMT'],
    ['Good Friday 2026', '2026-04-03', '2026-04-07 17:00 BST'],
    ['Easter Monday 2026', '2026-04-06', '2026-04-07 17:00 BST'],
    ['early May 2026', '2026-05-04', '2026-05-05 17:00 BST'],
    ['spring 2026', '2026-05-25', '2026-05-26 17:00 BST'],
    ['summer 2026', '2026-08-31', '2026-09-01 17:00 BST'],
    ['Christmas Day 2026', '2026-12-25', '2026-12-29 17:00 GMT'],
    ['the substitute of Boxing Day 2026', '2026-12-28', '2026-12-29 17:00 GMT'],
    ['New Year 2027', '2027-01-01', '2027-01-04 17:00 GMT'],
    ['Good Friday 2027', '2027-03-26', '2027-03-30 17:00 BST'],
    ['Easter Monday 2027', '2027-03-29', '2027-03-30 17:00 BST'],
    ['early May 2027', '2027-05-03', '2027-05-04 17:00 BST'],
    ['spring 2027', '2027-05-31', '2027-06-01 17:00 BST'],
    ['summer 2027', '2027-08-30', '2027-08-31 17:00 BST'],
    ['the substitute of Christmas Day 2027', '2027-12-27', '2027-12-29 17:00 GMT'],
    ['the substitute of Boxing Day 2027', '2027-12-28', '2027-12-29 17:00 GMT'],
    ['the substitute of New Year 2028', '2028-01-03', '2028-01-04 17:00 GMT'],
  ])('received on %s: due at closing of the next working day', (_case, date, expected) => {
    const start = instantAt(date as LocalDate, 10 * HOUR_MS, nineToFive.calendar);
    expect(dueAt(start, limitOf('1 WD'), nineToFive)).toBe(at(expected));
  });

  test.each([
    ['over New Year 2028', '2027-12-31 11:00 GMT', '1 WD', '2028-01-04 11:00 GMT'],
    ['over both May holidays 2027', '2027-04-30 11:00 BST', '22 WD', '2027-06-03 17:00 BST'],
  ])('%s', (_case, start, limit, expected) => {
    expect(due(start, limit)).toBe(at(expected));
  });

  test.each(['1 WD', '3 WD', '45 WD', '10 WH'])('one on a weekend does not count twice: %s', (limit) => {
    const listed = withHoliday(nineToFive, '2026-12-26', 'Boxing Day');
    expect(due('2026-12-24 12:00 GMT', limit, listed)).toBe(due('2026-12-24 12:00 GMT', limit));
  });
});

describe('E2 proclaimed and moved days', () => {
  const then = under(luxonCalendar(2022, 2023));

  test.each([
    ['the Thursday and Friday of June 2022, one moved and one proclaimed', '2022-06-01', '2022-06-06', 'BST'],
    ['the Monday of May 2022 from which the holiday was moved', '2022-05-27', '2022-05-30', 'BST'],
    ['the state funeral of September 2022', '2022-09-16', '2022-09-20', 'BST'],
    ['the coronation of May 2023, a week after early May', '2023-05-05', '2023-05-09', 'BST'],
    ['early May 2023 itself', '2023-04-28', '2023-05-02', 'BST'],
  ])('%s', (_case, start, expected, zone) => {
    expect(due(`${start} 11:00 ${zone}`, '1 WD', then)).toBe(at(`${expected} 11:00 ${zone}`));
  });

  test.each([
    ['1 WD across it moves to the day after', '2027-06-11 10:00 BST', '1 WD', '2027-06-15 10:00 BST'],
    [
      '1 WD received on it is due at the next closing',
      '2027-06-14 10:00 BST',
      '1 WD',
      '2027-06-15 17:00 BST',
    ],
    ['15 WD across it move on by a day', '2027-06-01 10:00 BST', '15 WD', '2027-06-23 17:00 BST'],
    ['4 WH across it move on by a day', '2027-06-11 15:00 BST', '4 WH', '2027-06-15 11:00 BST'],
    ['72 CH stay', '2027-06-11 15:00 BST', '72 CH', '2027-06-14 15:00 BST'],
    ['8 CD stay', '2027-06-11 15:00 BST', '8 CD', '2027-06-20 00:00 BST'],
    ['1 WD due before it stays', '2027-06-10 10:00 BST', '1 WD', '2027-06-11 10:00 BST'],
  ])('a day proclaimed for Mon 14 Jun 2027: %s', (_case, start, limit, expected) => {
    const proclaimed = withHoliday(nineToFive, '2027-06-14', 'Proclaimed day');
    expect(due(start, limit, proclaimed)).toBe(at(expected));
  });
});

describe('E3 received at 16:59 on Thursday 25 March 2027, the day before Good Friday', () => {
  const received = '2027-03-25 16:59 GMT';

  test.each([
    ['decision', '1 WD', '2027-03-30 16:59 BST'],
    ['15 working days', '15 WD', '2027-04-19 17:00 BST'],
    ['45 working days, over the May holidays', '45 WD', '2027-06-02 17:00 BST'],
    ['4 working hours', '4 WH', '2027-03-30 12:59 BST'],
    ['a Red target of 4 elapsed hours is due the same evening', '4 CH', '2027-03-25 20:59 GMT'],
  ])('%s', (_case, limit, expected) => {
    expect(due(received, limit)).toBe(at(expected));
  });

  test('the decision is due after 119 real hours', () => {
    expect(hoursUntil(at(received), due(received, '1 WD'))).toBe(119);
  });
});

describe('E4 received over Easter', () => {
  test.each([
    ['on Good Friday', '2027-03-26 10:00 GMT'],
    ['on the Saturday', '2027-03-27 10:00 GMT'],
    ['on Sunday, in the hour before clocks go forward', '2027-03-28 00:59 GMT'],
    ['on Sunday, when clocks have gone forward', '2027-03-28 02:00 BST'],
    ['on Easter Monday', '2027-03-29 23:59 BST'],
    ['on Tuesday before opening', '2027-03-30 08:59 BST'],
  ])('%s: due at closing on Tuesday', (_case, start) => {
    expect(due(start, '1 WD')).toBe(at('2027-03-30 17:00 BST'));
  });
});

describe('E5 Christmas', () => {
  test.each([
    ['24 Dec 2026, 28 Dec being a holiday', '2026-12-24 12:00 GMT', '1 WD', '2026-12-29 12:00 GMT'],
    ['15 working days from then', '2026-12-24 12:00 GMT', '15 WD', '2027-01-19 17:00 GMT'],
    ['24 Dec 2027, two substitute days', '2027-12-24 12:00 GMT', '1 WD', '2027-12-29 12:00 GMT'],
    ['16 working hours over New Year', '2027-12-30 13:00 GMT', '16 WH', '2028-01-04 13:00 GMT'],
  ])('%s', (_case, start, limit, expected) => {
    expect(due(start, limit)).toBe(at(expected));
  });

  const later = under(luxonCalendar(2024, 2034));
  test.each([
    ['Monday', '2028-12-22', '2028-12-27'],
    ['Tuesday', '2029-12-24', '2029-12-27'],
    ['Wednesday', '2030-12-24', '2030-12-27'],
    ['Thursday', '2031-12-24', '2031-12-29'],
    ['Friday', '2026-12-24', '2026-12-29'],
    ['Saturday', '2027-12-24', '2027-12-29'],
    ['Sunday', '2033-12-23', '2033-12-28'],
  ])('Christmas Day on a %s', (_weekday, lastWorkingDay, nextWorkingDay) => {
    expect(due(`${lastWorkingDay} 12:00 GMT`, '1 WD', later)).toBe(at(`${nextWorkingDay} 12:00 GMT`));
  });
});

describe('E6 clock changes', () => {
  test('Friday 16:00 to Monday 16:00 over the autumn change is 73 real hours, over the spring change 71', () => {
    const autumn = due('2026-10-23 16:00 BST', '1 WD');
    expect(autumn).toBe(at('2026-10-26 16:00 GMT'));
    expect(hoursUntil(at('2026-10-23 16:00 BST'), autumn)).toBe(73);
    const spring = due('2025-03-28 16:00 GMT', '1 WD');
    expect(spring).toBe(at('2025-03-31 16:00 BST'));
    expect(hoursUntil(at('2025-03-28 16:00 GMT'), spring)).toBe(71);
  });

  test.each([
    ['WH by the wall clock, autumn', '2026-10-23 16:00 BST', '2 WH', '2026-10-26 10:00 GMT'],
    ['WH by the wall clock, spring', '2025-03-28 16:00 GMT', '2 WH', '2025-03-31 10:00 BST'],
    ['24 CH elapsed, autumn', '2026-10-24 12:00 BST', '24 CH', '2026-10-25 11:00 GMT'],
    ['24 CH elapsed, spring', '2027-03-27 12:00 GMT', '24 CH', '2027-03-28 13:00 BST'],
    [
      '1 CD to a midnight 25 hours after the one before',
      '2026-10-24 12:00 BST',
      '1 CD',
      '2026-10-26 00:00 GMT',
    ],
    [
      '1 CD to a midnight 23 hours after the one before',
      '2027-03-27 12:00 GMT',
      '1 CD',
      '2027-03-29 00:00 BST',
    ],
    ['4 CH from 01:30 the first time it occurs', '2026-10-25 01:30 BST', '4 CH', '2026-10-25 04:30 GMT'],
    ['4 CH from 01:30 the second time', '2026-10-25 01:30 GMT', '4 CH', '2026-10-25 05:30 GMT'],
    ['1 WD from 01:30 the first time', '2026-10-25 01:30 BST', '1 WD', '2026-10-26 17:00 GMT'],
    ['1 WD from 01:30 the second time', '2026-10-25 01:30 GMT', '1 WD', '2026-10-26 17:00 GMT'],
    ['4 CH up to the very change', '2027-03-27 21:00 GMT', '4 CH', '2027-03-28 02:00 BST'],
    [
      'the late evening before a summer midnight is day 0',
      '2026-06-30 23:30 BST',
      '1 CD',
      '2026-07-02 00:00 BST',
    ],
    ['just after a summer midnight is the new day', '2026-07-01 00:30 BST', '1 CD', '2026-07-03 00:00 BST'],
  ])('%s', (_case, start, limit, expected) => {
    expect(due(start, limit)).toBe(at(expected));
  });
});

describe('E7 a school refers late on Friday', () => {
  test.each([
    ['decision', '1 WD', nineToFive, '2026-10-26 17:00 GMT'],
    ['4 working hours', '4 WH', nineToFive, '2026-10-26 13:00 GMT'],
    ['4 elapsed hours', '4 CH', nineToFive, '2026-10-23 21:20 BST'],
    ['decision in a hub that closes early on Friday', '1 WD', shortFriday, '2026-10-26 16:45 GMT'],
  ])('%s', (_case, limit, rules, expected) => {
    expect(due('2026-10-23 17:20 BST', limit, rules)).toBe(at(expected));
  });
});

describe('E29, E32, E36, E40 limits beside the decision', () => {
  test.each([
    [
      'E29 a quorate discussion 24 hours after an emergency',
      '2027-03-27 22:00 GMT',
      '24 CH',
      '2027-03-28 23:00 BST',
    ],
    ['E29 Red: the same day', '2027-03-25 23:59 GMT', '0 CD', '2027-03-26 00:00 GMT'],
    ['E32 alert at 3 working days', '2027-03-25 16:59 GMT', '3 WD', '2027-04-01 17:00 BST'],
    ['E36 two attempts in 4 working hours', '2027-03-25 15:00 GMT', '4 WH', '2027-03-30 11:00 BST'],
    [
      'E40 EDT hands over by 09:00 on the next working day',
      '2027-03-27 03:00 GMT',
      '1 WD at 09:00',
      '2027-03-30 09:00 BST',
    ],
    [
      'E40 in the night before a working day',
      '2027-03-25 02:00 GMT',
      '1 WD at 09:00',
      '2027-03-25 09:00 GMT',
    ],
    ['E40 at 09:00 exactly', '2027-03-25 09:00 GMT', '1 WD at 09:00', '2027-03-30 09:00 BST'],
  ])('%s', (_case, start, limit, expected) => {
    expect(due(start, limit)).toBe(at(expected));
  });
});

describe('E47 backdated entry', () => {
  test.each([
    ['received by EDT at night, entered next morning', '2026-10-20 02:15 BST', '2026-10-20 17:00 BST'],
    ['already late when entered on Tue 20 Oct', '2026-10-16 10:00 BST', '2026-10-19 10:00 BST'],
    ['received before a clock change, entered after it', '2026-10-24 23:00 BST', '2026-10-26 17:00 GMT'],
  ])('%s: counted from the true receipt', (_case, received, expected) => {
    expect(due(received, '1 WD')).toBe(at(expected));
  });
});

describe('leap day', () => {
  test.each([
    ['its eve', '2028-02-28 12:00 GMT', '1 WD', '2028-02-29 12:00 GMT'],
    ['the day itself', '2028-02-29 12:00 GMT', '1 WD', '2028-03-01 12:00 GMT'],
    ['it counts among several', '2028-02-25 12:00 GMT', '3 WD', '2028-03-01 17:00 GMT'],
    ['24 elapsed hours', '2028-02-28 12:00 GMT', '24 CH', '2028-02-29 12:00 GMT'],
    ['two calendar days', '2028-02-28 12:00 GMT', '2 CD', '2028-03-02 00:00 GMT'],
    ['none in 2027', '2027-02-26 12:00 GMT', '1 WD', '2027-03-01 12:00 GMT'],
    ['on a Thursday in 2024', '2024-02-28 12:00 GMT', '1 WD', '2024-02-29 12:00 GMT'],
  ])('%s', (_case, start, limit, expected) => {
    expect(due(start, limit)).toBe(at(expected));
  });
});

describe('two adjacent holidays', () => {
  test.each([
    ['Christmas 2024, Wednesday and Thursday', '2024-12-24 12:00 GMT', '1 WD', '2024-12-27 12:00 GMT'],
    ['Christmas 2025, before a weekend', '2025-12-24 12:00 GMT', '1 WD', '2025-12-29 12:00 GMT'],
    ['Christmas 2027, after a weekend', '2027-12-24 12:00 GMT', '2 WD', '2027-12-30 17:00 GMT'],
    ['received on the first of them', '2025-12-25 12:00 GMT', '1 WD', '2025-12-29 17:00 GMT'],
    ['received on the second', '2025-12-26 12:00 GMT', '1 WD', '2025-12-29 17:00 GMT'],
    ['hours go over both', '2025-12-24 16:00 GMT', '2 WH', '2025-12-29 10:00 GMT'],
  ])('%s', (_case, start, limit, expected) => {
    expect(due(start, limit)).toBe(at(expected));
  });
});

describe('exactly at opening, at closing, and one millisecond to either side', () => {
  test.each([
    ['one ms before opening: the same day', '2027-02-23 09:00 GMT', -1, '2027-02-23 17:00 GMT', 0],
    ['at opening: the same day, the safer reading', '2027-02-23 09:00 GMT', 0, '2027-02-23 17:00 GMT', 0],
    ['one ms after opening: the same time next day', '2027-02-23 09:00 GMT', 1, '2027-02-24 09:00 GMT', 1],
    ['one ms before closing: the same time next day', '2027-02-23 17:00 GMT', -1, '2027-02-24 17:00 GMT', -1],
    ['at closing: the next closing', '2027-02-23 17:00 GMT', 0, '2027-02-24 17:00 GMT', 0],
    ['one ms after closing: the next closing', '2027-02-23 17:00 GMT', 1, '2027-02-24 17:00 GMT', 0],
  ])('%s', (_case, boundary, ms, expected, expectedMs) => {
    const received = addMs(at(boundary), ms);
    expect(dueAt(received, limitOf('1 WD'), nineToFive)).toBe(addMs(at(expected), expectedMs));
  });

  test.each([
    ['at opening: 8 hours are that day', '2027-02-23 09:00 GMT', '8 WH', '2027-02-23 17:00 GMT'],
    ['at closing: they are the next', '2027-02-23 17:00 GMT', '8 WH', '2027-02-24 17:00 GMT'],
    ['at closing on a short Friday', '2026-10-23 15:45 BST', '1 WH', '2026-10-26 09:45 GMT'],
  ])('%s', (_case, start, limit, expected) => {
    const rules = start.startsWith('2026-10-23') ? shortFriday : nineToFive;
    expect(due(start, limit, rules)).toBe(at(expected));
  });
});
