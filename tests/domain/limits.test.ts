import { describe, expect, test } from 'vitest';
import { addMs } from '../../domain/instant.ts';
import { atFraction, dueAt } from '../../domain/limits.ts';
import { at, endOfNextDay, lateMonday, nineToFive, shortFriday, shutOnWednesday } from '../policy/hubs.ts';
import { limitOf } from './support/limit-of.ts';

describe('dueAt: one working day', () => {
  test.each([
    ['in the middle of the day', nineToFive, '2027-02-23 11:15 GMT', '2027-02-24 11:15 GMT'],
    ['before opening', nineToFive, '2027-02-23 08:00 GMT', '2027-02-23 17:00 GMT'],
    ['exactly at opening', nineToFive, '2027-02-23 09:00 GMT', '2027-02-23 17:00 GMT'],
    ['one minute after opening', nineToFive, '2027-02-23 09:01 GMT', '2027-02-24 09:01 GMT'],
    ['exactly at closing', nineToFive, '2027-02-23 17:00 GMT', '2027-02-24 17:00 GMT'],
    ['after closing', nineToFive, '2027-02-23 21:30 GMT', '2027-02-24 17:00 GMT'],
    ['on a Saturday', nineToFive, '2027-02-27 10:00 GMT', '2027-03-01 17:00 GMT'],
    ['on the eve of leap day', nineToFive, '2028-02-28 12:00 GMT', '2028-02-29 12:00 GMT'],
    ['on leap day', nineToFive, '2028-02-29 12:00 GMT', '2028-03-01 12:00 GMT'],
    ['at 01:30 the first time it occurs', nineToFive, '2026-10-25 01:30 BST', '2026-10-26 17:00 GMT'],
    ['at 01:30 the second time it occurs', nineToFive, '2026-10-25 01:30 GMT', '2026-10-26 17:00 GMT'],
    ['Thursday late, Friday closes early', shortFriday, '2026-10-22 16:30 BST', '2026-10-23 15:45 BST'],
    ['Friday after its early closing', shortFriday, '2026-10-23 15:45 BST', '2026-10-26 16:45 GMT'],
    ['Friday just before its early closing', shortFriday, '2026-10-23 15:44 BST', '2026-10-26 15:44 GMT'],
    ['before the next day opens', lateMonday, '2026-10-23 09:30 BST', '2026-10-26 10:00 GMT'],
    ['on the eve of a day the hub is shut', shutOnWednesday, '2026-10-20 11:00 BST', '2026-10-22 11:00 BST'],
    ['on a working day the hub is shut', shutOnWednesday, '2026-10-21 11:00 BST', '2026-10-22 17:00 BST'],
    [
      'end-of-day reading, in the middle of the day',
      endOfNextDay,
      '2027-02-23 11:15 GMT',
      '2027-02-24 17:00 GMT',
    ],
    ['end-of-day reading, before opening', endOfNextDay, '2027-02-23 08:00 GMT', '2027-02-24 17:00 GMT'],
    ['end-of-day reading, on Good Friday', endOfNextDay, '2027-03-26 10:00 GMT', '2027-03-30 17:00 BST'],
  ])('received %s', (_case, rules, start, due) => {
    expect(dueAt(at(start), limitOf('1 WD'), rules)).toBe(at(due));
  });
});

describe('dueAt: other limits', () => {
  test.each([
    ['3 WD from a Thursday', nineToFive, '2027-02-25 10:00 GMT', '3 WD', '2027-03-02 17:00 GMT'],
    [
      '2 WD from a Saturday: day 0 is the Saturday',
      nineToFive,
      '2027-02-27 10:00 GMT',
      '2 WD',
      '2027-03-02 17:00 GMT',
    ],
    [
      '2 WD after closing: day 0 is that day',
      nineToFive,
      '2027-02-25 22:00 GMT',
      '2 WD',
      '2027-03-01 17:00 GMT',
    ],
    ['2 WD that end on a short Friday', shortFriday, '2026-10-21 10:00 BST', '2 WD', '2026-10-23 15:45 BST'],
    [
      '2 WD that end on a day the hub is shut: next closing',
      shutOnWednesday,
      '2026-10-19 10:00 BST',
      '2 WD',
      '2026-10-22 17:00 BST',
    ],
    [
      'a day the hub is shut counts on the way',
      shutOnWednesday,
      '2026-10-20 10:00 BST',
      '2 WD',
      '2026-10-22 17:00 BST',
    ],
    [
      '4 WH that end at closing stay there',
      nineToFive,
      '2027-02-23 13:00 GMT',
      '4 WH',
      '2027-02-23 17:00 GMT',
    ],
    ['4 WH over a short Friday', shortFriday, '2026-10-23 13:45 BST', '4 WH', '2026-10-26 10:45 GMT'],
    ['4 CH at night', nineToFive, '2027-02-23 22:00 GMT', '4 CH', '2027-02-24 02:00 GMT'],
    ['4 CH while clocks go forward', nineToFive, '2027-03-28 00:30 GMT', '4 CH', '2027-03-28 05:30 BST'],
    ['4 CH while clocks go back', nineToFive, '2026-10-25 00:30 BST', '4 CH', '2026-10-25 03:30 GMT'],
    ['72 CH over a weekend', nineToFive, '2027-02-26 10:00 GMT', '72 CH', '2027-03-01 10:00 GMT'],
    ['8 CD end at midnight', nineToFive, '2027-02-23 10:00 GMT', '8 CD', '2027-03-04 00:00 GMT'],
    ['1 CD while clocks go forward', nineToFive, '2027-03-27 10:00 GMT', '1 CD', '2027-03-29 00:00 BST'],
  ])('%s', (_case, rules, start, text, due) => {
    expect(dueAt(at(start), limitOf(text), rules)).toBe(at(due));
  });

  test.each([
    ['at night: that morning', nineToFive, '2027-02-23 02:00 GMT', 1, '2027-02-23 09:00 GMT'],
    ['in the evening: the next morning', nineToFive, '2027-02-23 22:00 GMT', 1, '2027-02-24 09:00 GMT'],
    ['exactly at 09:00: the next one', nineToFive, '2027-02-23 09:00 GMT', 1, '2027-02-24 09:00 GMT'],
    ['over Easter and the clock change', nineToFive, '2027-03-26 03:00 GMT', 1, '2027-03-30 09:00 BST'],
    ['though the hub is shut that day', shutOnWednesday, '2026-10-20 22:00 BST', 1, '2026-10-21 09:00 BST'],
    ['the second one', nineToFive, '2027-02-26 02:00 GMT', 2, '2027-03-01 09:00 GMT'],
  ])('09:00 on a working day, begun %s', (_case, rules, start, amount, due) => {
    expect(dueAt(at(start), { amount, unit: 'WD', at: '09:00' }, rules)).toBe(at(due));
  });

  test.each([
    ['in the morning', '2027-02-23 08:00 GMT', '2027-02-24 00:00 GMT'],
    ['one minute before midnight', '2027-02-23 23:59 GMT', '2027-02-24 00:00 GMT'],
    ['on the day clocks go forward', '2027-03-28 00:30 GMT', '2027-03-29 00:00 BST'],
  ])('the same day, begun %s', (_case, start, due) => {
    expect(dueAt(at(start), limitOf('0 CD'), nineToFive)).toBe(at(due));
  });

  test('a limit that leaves the calendar is refused', () => {
    const exhausted = expect.objectContaining({ code: 'CALENDAR_EXHAUSTED' });
    expect(() => dueAt(at('2040-12-20 10:00 GMT'), limitOf('15 WD'), nineToFive)).toThrow(exhausted);
    expect(() => dueAt(at('2040-12-31 16:00 GMT'), limitOf('4 WH'), nineToFive)).toThrow(exhausted);
  });
});

describe('one working day after a breach, when the next person is told', () => {
  test.each([
    ['at closing', '2027-03-25 17:00 GMT', '2027-03-30 17:00 BST'],
    ['in the middle of the day', '2027-03-25 11:15 GMT', '2027-03-30 11:15 BST'],
    ['at night, after a 4-hour target ran out', '2027-02-24 02:00 GMT', '2027-02-24 17:00 GMT'],
    ['on a Saturday', '2027-02-27 03:00 GMT', '2027-03-01 17:00 GMT'],
  ])('%s', (_case, previous, next) => {
    expect(dueAt(at(previous), limitOf('1 WD'), nineToFive)).toBe(at(next));
  });
});

describe('atFraction', () => {
  test.each([
    [
      '75% of 1 WD is 6 of its 8 hours',
      0.75,
      'WD',
      '2027-03-25 16:59 GMT',
      '2027-03-30 16:59 BST',
      '2027-03-30 14:59 BST',
    ],
    [
      '50% of 1 WD received at night',
      0.5,
      'WD',
      '2027-02-23 22:00 GMT',
      '2027-02-24 17:00 GMT',
      '2027-02-24 13:00 GMT',
    ],
    [
      '50% of 4 CH over a clock change',
      0.5,
      'CH',
      '2027-03-28 00:30 GMT',
      '2027-03-28 05:30 BST',
      '2027-03-28 03:30 BST',
    ],
    ['50% of 4 WH', 0.5, 'WH', '2027-03-25 16:59 GMT', '2027-03-30 12:59 BST', '2027-03-30 10:59 BST'],
    [
      'hub shut throughout: elapsed time',
      0.5,
      'WD',
      '2027-02-27 10:00 GMT',
      '2027-02-27 14:00 GMT',
      '2027-02-27 12:00 GMT',
    ],
    ['all of it is due', 1, 'WD', '2027-03-25 16:59 GMT', '2027-03-30 16:59 BST', '2027-03-30 16:59 BST'],
    [
      'none of it is the start',
      0,
      'WD',
      '2027-03-25 16:59 GMT',
      '2027-03-30 16:59 BST',
      '2027-03-25 16:59 GMT',
    ],
  ] as const)('%s', (_case, fraction, unit, start, due, expected) => {
    expect(atFraction(at(start), at(due), fraction, unit, nineToFive)).toBe(at(expected));
  });

  test('a share of a millisecond is rounded up, so that at least the share is used', () => {
    const start = at('2027-02-23 10:00 GMT');
    expect(atFraction(start, addMs(start, 7), 0.5, 'WD', nineToFive)).toBe(addMs(start, 4));
  });
});
