import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, instantFromMs, type LocalDate, MINUTE_MS, msFromInstant } from '../../domain/instant.ts';
import {
  addWorkingTime,
  isDuringHubHours,
  nextOpening,
  openingOn,
  workingTimeBetween,
} from '../../domain/working-time.ts';
import { at, hubWith, nineToFive, shortFriday, shutOnWednesday } from '../policy/hubs.ts';

describe('openings', () => {
  test.each([
    ['a winter day', nineToFive, '2027-03-25', '2027-03-25 09:00 GMT', '2027-03-25 17:00 GMT'],
    ['a summer day', nineToFive, '2027-03-30', '2027-03-30 09:00 BST', '2027-03-30 17:00 BST'],
    ['a short Friday', shortFriday, '2026-10-23', '2026-10-23 08:45 BST', '2026-10-23 15:45 BST'],
  ])('%s', (_case, rules, date, opens, closes) => {
    const opening = openingOn(date as LocalDate, rules);
    expect(opening).toEqual({ date, opensAt: at(opens), closesAt: at(closes) });
  });

  test.each([
    ['a weekend', nineToFive, '2026-10-24'],
    ['a bank holiday', nineToFive, '2027-03-26'],
    ['a working day on which the hub is shut', shutOnWednesday, '2026-10-21'],
    [
      'a Saturday, whatever hours are given',
      hubWith({ saturday: { opens: '09:00', closes: '12:00' } }),
      '2026-10-24',
    ],
  ])('%s has none', (_case, rules, date) => {
    expect(openingOn(date as LocalDate, rules)).toBeUndefined();
  });

  test.each([
    ['before opening: the same day', nineToFive, '2027-03-25 08:59 GMT', '2027-03-25'],
    ['exactly at opening: that opening', nineToFive, '2027-03-25 09:00 GMT', '2027-03-25'],
    ['during the day: the next one', nineToFive, '2027-03-24 09:01 GMT', '2027-03-25'],
    ['over Easter', nineToFive, '2027-03-25 12:00 GMT', '2027-03-30'],
    ['over a Wednesday the hub is shut', shutOnWednesday, '2026-10-20 12:00 BST', '2026-10-22'],
  ])('next opening %s', (_case, rules, from, date) => {
    expect(nextOpening(at(from), rules).date).toBe(date);
  });

  test.each([
    ['at opening', '2027-03-25T09:00:00.000Z', false],
    ['one ms after opening', '2027-03-25T09:00:00.001Z', true],
    ['one ms before closing', '2027-03-25T16:59:59.999Z', true],
    ['at closing', '2027-03-25T17:00:00.000Z', false],
  ])('during hub hours: %s', (_case, instant, during) => {
    expect(isDuringHubHours(instantFromMs(Date.parse(instant)), nineToFive)).toBe(during);
  });

  test('a hub with no hours at all runs out of calendar instead of running for ever', () => {
    const shut = hubWith({ monday: null, tuesday: null, wednesday: null, thursday: null, friday: null });
    const exhausted = expect.objectContaining({ code: 'CALENDAR_EXHAUSTED' });
    expect(() => nextOpening(at('2026-10-20 12:00 BST'), shut)).toThrow(exhausted);
  });
});

describe('workingTimeBetween', () => {
  test.each([
    ['inside one day', nineToFive, '2027-03-25 10:00 GMT', '2027-03-25 12:30 GMT', 2.5],
    ['over Easter and the clock change', nineToFive, '2027-03-25 16:59 GMT', '2027-03-30 12:59 BST', 4],
    ['over a weekend with a short Friday', shortFriday, '2026-10-23 15:00 BST', '2026-10-26 09:00 GMT', 1],
    ['whole nights count nothing', nineToFive, '2027-03-24 17:00 GMT', '2027-03-25 09:00 GMT', 0],
    ['a weekend counts nothing', nineToFive, '2026-10-24 00:00 BST', '2026-10-26 09:00 GMT', 0],
    ['backwards counts nothing', nineToFive, '2027-03-25 12:00 GMT', '2027-03-25 10:00 GMT', 0],
    ['a week', nineToFive, '2026-10-19 00:00 BST', '2026-10-25 23:00 GMT', 40],
  ])('%s', (_case, rules, from, to, hours) => {
    expect(workingTimeBetween(at(from), at(to), rules)).toBe(hours * HOUR_MS);
  });
});

describe('addWorkingTime', () => {
  test.each([
    ['inside one day', '2027-03-25 10:00 GMT', 2, '2027-03-25 12:00 GMT'],
    ['that ends at closing stays there', '2027-03-24 15:00 GMT', 2, '2027-03-24 17:00 GMT'],
    ['before opening counts from opening', '2027-03-25 06:00 GMT', 1, '2027-03-25 10:00 GMT'],
    ['at closing counts from the next opening', '2027-03-24 17:00 GMT', 1, '2027-03-25 10:00 GMT'],
    ['in the night the clocks change', '2026-10-25 01:30 BST', 1, '2026-10-26 10:00 GMT'],
    ['none gives the start, even at night', '2027-03-25 03:00 GMT', 0, '2027-03-25 03:00 GMT'],
  ])('%s', (_case, from, hours, expected) => {
    expect(addWorkingTime(at(from), hours * HOUR_MS, nineToFive)).toBe(at(expected));
  });

  test('is undone by workingTimeBetween, and is the earliest instant that is', () => {
    const start = fc.integer({
      min: msFromInstant(at('2024-01-01 00:00 GMT')),
      max: msFromInstant(at('2028-06-01 00:00 BST')),
    });
    const hub = fc.constantFrom(nineToFive, shortFriday, shutOnWednesday);
    const undone = (fromMs: number, ms: number, rules: typeof nineToFive) => {
      const from = instantFromMs(fromMs);
      const end = addWorkingTime(from, ms, rules);
      expect(workingTimeBetween(from, end, rules)).toBe(ms);
      const oneMsEarlier = instantFromMs(msFromInstant(end) - 1);
      expect(workingTimeBetween(from, oneMsEarlier, rules)).toBe(ms - 1);
    };
    const ms = fc.integer({ min: 1, max: 60 * HOUR_MS + 7 * MINUTE_MS });
    fc.assert(fc.property(start, ms, hub, undone), { numRuns: 1500 });
  });
});
