import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterPauses, type Pause, standstills } from '../../domain/clock-pauses.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, msFromInstant } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import { TIME_UNITS, type TimeUnit } from '../../domain/policy.ts';
import { workingTimeBetween } from '../../domain/working-time.ts';
import { at, nineToFive as rules, shortFriday } from '../policy/hubs.ts';
import { sealed } from './referral/story.ts';

/** Pauses written as `from – until`, or as `from –` while they last. */
function pauses(...texts: readonly string[]): Pause[] {
  return texts.map((text, index) => {
    const [from = '', until = ''] = text.split('–').map((part) => part.trim());
    return {
      no: index + 1,
      from: at(from),
      ...(until !== '' && { until: at(until) }),
      reason: sealed('why'),
      pausedBy: 'manager',
    };
  });
}

const span = ({ from, until }: { from: Instant; until: Instant }) => [from, until];

describe('the times a clock stood still', () => {
  test.each<[string, string[], [string, string][]]>([
    ['none', [], []],
    ['one that lasts is left out', ['2028-06-05 10:00 BST –'], []],
    [
      'two apart, given out of order',
      ['2028-06-06 10:00 BST – 2028-06-06 11:00 BST', '2028-06-05 10:00 BST – 2028-06-05 11:00 BST'],
      [
        ['2028-06-05 10:00 BST', '2028-06-05 11:00 BST'],
        ['2028-06-06 10:00 BST', '2028-06-06 11:00 BST'],
      ],
    ],
    [
      'two that overlap count once',
      ['2028-06-05 10:00 BST – 2028-06-05 12:00 BST', '2028-06-05 11:00 BST – 2028-06-05 13:00 BST'],
      [['2028-06-05 10:00 BST', '2028-06-05 13:00 BST']],
    ],
    [
      'one inside another adds nothing',
      ['2028-06-05 10:00 BST – 2028-06-05 15:00 BST', '2028-06-05 11:00 BST – 2028-06-05 12:00 BST'],
      [['2028-06-05 10:00 BST', '2028-06-05 15:00 BST']],
    ],
    [
      'one that begins as another ends is one standstill with it',
      ['2028-06-05 10:00 BST – 2028-06-05 11:00 BST', '2028-06-05 11:00 BST – 2028-06-05 12:00 BST'],
      [['2028-06-05 10:00 BST', '2028-06-05 12:00 BST']],
    ],
  ])('%s', (_case, given, expected) => {
    expect(standstills(pauses(...given)).map(span)).toEqual(expected.map((pair) => pair.map(at)));
  });
});

describe('an instant of the schedule after pauses', () => {
  test.each<[string, TimeUnit, string, string[], string]>([
    [
      'hours: by the elapsed time, day and night',
      'CH',
      '2028-06-05 14:00 BST',
      ['2028-06-05 13:00 BST – 2028-06-06 09:00 BST'],
      '2028-06-06 10:00 BST',
    ],
    [
      'hours: over the clock change in spring by what elapsed, not by the wall clock',
      'CH',
      '2028-03-26 00:30 GMT',
      ['2028-03-26 00:00 GMT – 2028-03-26 03:00 BST'],
      '2028-03-26 03:30 BST',
    ],
    [
      'working hours: by the hub hours of the pause, its night left out',
      'WH',
      '2028-06-05 16:00 BST',
      ['2028-06-05 15:00 BST – 2028-06-06 10:00 BST'],
      '2028-06-06 11:00 BST',
    ],
    [
      'working hours: a pause over the weekend moves nothing',
      'WH',
      '2028-06-12 10:00 BST',
      ['2028-06-09 17:00 BST – 2028-06-12 09:00 BST'],
      '2028-06-12 10:00 BST',
    ],
    [
      'working hours: a bank holiday inside the pause does not count (28 August 2028)',
      'WH',
      '2028-08-25 16:00 BST',
      ['2028-08-25 15:00 BST – 2028-08-29 10:00 BST'],
      '2028-08-29 11:00 BST',
    ],
    [
      'working hours: due at closing stays at a closing when the hub hours fit',
      'WH',
      '2028-06-05 17:00 BST',
      ['2028-06-05 09:00 BST – 2028-06-06 09:00 BST'],
      '2028-06-06 17:00 BST',
    ],
    [
      'working days: by hub hours too',
      'WD',
      '2028-06-06 10:00 BST',
      ['2028-06-05 12:00 BST – 2028-06-05 15:00 BST'],
      '2028-06-06 13:00 BST',
    ],
    [
      'calendar days: by the midnights of the pause',
      'CD',
      '2028-06-08 00:00 BST',
      ['2028-06-05 22:00 BST – 2028-06-07 01:00 BST'],
      '2028-06-10 00:00 BST',
    ],
    [
      'calendar days: a pause within a day moves nothing',
      'CD',
      '2028-06-08 00:00 BST',
      ['2028-06-06 00:30 BST – 2028-06-06 23:30 BST'],
      '2028-06-08 00:00 BST',
    ],
    [
      'calendar days: over the clock change in autumn still a midnight',
      'CD',
      '2028-10-29 00:00 BST',
      ['2028-10-28 22:00 BST – 2028-10-30 01:00 GMT'],
      '2028-10-31 00:00 GMT',
    ],
    [
      'a pause from after it moves nothing',
      'CH',
      '2028-06-05 14:00 BST',
      ['2028-06-05 14:01 BST – 2028-06-05 18:00 BST'],
      '2028-06-05 14:00 BST',
    ],
    [
      'a pause from exactly then puts it off to the end of the pause',
      'CH',
      '2028-06-05 14:00 BST',
      ['2028-06-05 14:00 BST – 2028-06-05 18:00 BST'],
      '2028-06-05 18:00 BST',
    ],
    [
      'a second pause counts when the first moved it there',
      'CH',
      '2028-06-05 14:00 BST',
      ['2028-06-05 13:00 BST – 2028-06-05 15:00 BST', '2028-06-05 15:30 BST – 2028-06-05 17:30 BST'],
      '2028-06-05 18:00 BST',
    ],
    [
      'paused exactly at closing until the evening: never inside the pause',
      'WH',
      '2028-06-05 17:00 BST',
      ['2028-06-05 17:00 BST – 2028-06-05 20:00 BST'],
      '2028-06-05 20:00 BST',
    ],
    [
      'due at opening, paused from the night before until the evening: never inside the pause',
      'WD',
      '2028-06-06 09:00 BST',
      ['2028-06-05 20:00 BST – 2028-06-06 20:00 BST'],
      '2028-06-06 20:00 BST',
    ],
    [
      'paused exactly at midnight within one day: never inside the pause',
      'CD',
      '2028-06-06 00:00 BST',
      ['2028-06-06 00:00 BST – 2028-06-06 01:00 BST'],
      '2028-06-06 01:00 BST',
    ],
  ])('%s', (_case, unit, instant, given, expected) => {
    expect(afterPauses(at(instant), unit, pauses(...given), rules)).toBe(at(expected));
  });
});

/** Monday 5 June 2028, 10:00; spans of minutes after it, some of them of no length. */
const START = at('2028-06-05 10:00 BST');
const WEEK_MINUTES = 7 * 24 * 60;
const minutes = fc.integer({ min: 0, max: WEEK_MINUTES });
const somePauses = fc
  .array(fc.tuple(minutes, fc.integer({ min: 0, max: 3 * 24 * 60 })), { maxLength: 6 })
  .map((spans) =>
    spans.map(([after, length], index): Pause => {
      const from = addMs(START, after * MINUTE_MS);
      return {
        no: index + 1,
        from,
        until: addMs(from, length * MINUTE_MS),
        reason: sealed('why'),
        pausedBy: 'manager',
      };
    }),
  );
const amount = fc.integer({ min: 1, max: 20 });
const hub = fc.constantFrom(rules, shortFriday);

/** Time of a kind outside the standstills, counted minute by minute: slow, and another way than the domain's. */
function minutesOutside(given: readonly Pause[], until: Instant, counts: (minute: Instant) => boolean) {
  let counted = 0;
  for (let minute = START; minute < until; minute = addMs(minute, MINUTE_MS)) {
    const stands = given.some(({ from, until: end = from }) => from <= minute && minute < end);
    if (!stands && counts(minute)) counted += 1;
  }
  return counted;
}

describe('however pauses overlap', () => {
  test('hours: the elapsed time outside the pauses is the limit', () => {
    fc.assert(
      fc.property(somePauses, amount, (given, hours) => {
        const due = afterPauses(addMs(START, hours * HOUR_MS), 'CH', given, rules);
        expect(minutesOutside(given, due, () => true)).toBe(hours * 60);
      }),
    );
  });

  test('working hours: the hub hours outside the pauses are the limit', () => {
    fc.assert(
      fc.property(somePauses, amount, hub, (given, hours, ofHub) => {
        const unpaused = dueAt(START, { amount: hours, unit: 'WH' }, ofHub);
        const due = afterPauses(unpaused, 'WH', given, ofHub);
        const isOpen = (minute: Instant) =>
          workingTimeBetween(minute, addMs(minute, MINUTE_MS), ofHub) === MINUTE_MS;
        expect(minutesOutside(given, due, isOpen)).toBe(hours * 60);
      }),
      { numRuns: 40 },
    );
  });

  test.each(TIME_UNITS)('%s: the order they are listed in does not matter', (unit) => {
    fc.assert(
      fc.property(
        somePauses.chain((given) =>
          fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
        ),
        amount,
        ([given, shuffled], n) => {
          const unpaused = dueAt(START, { amount: n, unit }, rules);
          expect(afterPauses(unpaused, unit, shuffled, rules)).toBe(
            afterPauses(unpaused, unit, given, rules),
          );
        },
      ),
    );
  });

  test.each(TIME_UNITS)('%s: nothing falls due inside a standstill, nor earlier than without it', (unit) => {
    fc.assert(
      fc.property(somePauses, amount, (given, n) => {
        const unpaused = dueAt(START, { amount: n, unit }, rules);
        const due = afterPauses(unpaused, unit, given, rules);
        expect(due >= unpaused).toBe(true);
        for (const { from, until } of standstills(given)) {
          expect(from <= due && due < until && from < until).toBe(false);
        }
      }),
    );
  });

  test.each(TIME_UNITS)('%s: a pause that lasts moves nothing yet', (unit) => {
    fc.assert(
      fc.property(somePauses, minutes, amount, (given, after, n) => {
        const unpaused = dueAt(START, { amount: n, unit }, rules);
        const lasting: Pause = {
          no: 9,
          from: addMs(START, after * MINUTE_MS),
          reason: sealed('why'),
          pausedBy: 'manager',
        };
        expect(afterPauses(unpaused, unit, [...given, lasting], rules)).toBe(
          afterPauses(unpaused, unit, given, rules),
        );
      }),
    );
  });

  test('standstills lie apart and cover exactly the pauses', () => {
    fc.assert(
      fc.property(somePauses, minutes, (given, after) => {
        const merged = standstills(given);
        merged.slice(1).forEach(({ from }, index) => {
          expect(msFromInstant(from)).toBeGreaterThan(msFromInstant(merged[index]?.until ?? from));
        });
        const moment = addMs(START, after * MINUTE_MS);
        const inside = (spans: readonly { from: Instant; until?: Instant }[]) =>
          spans.some(({ from, until = from }) => from <= moment && moment < until);
        expect(inside(merged)).toBe(inside(given));
      }),
    );
  });
});
