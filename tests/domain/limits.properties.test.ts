import * as fc from 'fast-check';
import { describe, test } from 'vitest';
import { addMs, DAY_MS, HOUR_MS, type Instant, msFromInstant } from '../../domain/instant.ts';
import { atFraction, dueAt } from '../../domain/limits.ts';
import { localTimeOf } from '../../domain/local-time.ts';
import type { HubRules, Limit } from '../../domain/policy.ts';
import { calendarSlice } from '../../policy/editions.ts';
import type { HubDay } from './support/luxon-hub.ts';
import {
  allHubs,
  anyLimit,
  HUBS,
  type HubWithOracle,
  LIMITS,
  openEveryWorkingDay,
  type ReceiptAtHub,
  receiptAtOneOf,
  TRIES,
} from './support/receipts.ts';

const { nineToFive, shortFriday, endOfNextDay } = HUBS;
const anyReceipt = receiptAtOneOf(allHubs);
const workingDays = (amount: number): Limit => ({ amount, unit: 'WD' });

/** A due instant with the day it falls on by luxon. */
type Due = {
  readonly ms: number;
  readonly day: HubDay;
  readonly receiptMs: number;
  readonly limit: Limit;
  readonly hub: HubWithOracle;
};

const isClosing = ({ ms, day }: Due) => ms === day.hours?.closesMs;
const isOpening = ({ ms, day }: Due) => ms === day.hours?.opensMs;
const isInHubHours = ({ ms, day }: Due) =>
  day.hours !== undefined && day.hours.opensMs <= ms && ms <= day.hours.closesMs;
// No working day has a clock change, so that time since midnight is wall-clock time.
const isSameTimeOfDay = ({ ms, day, receiptMs, hub }: Due) =>
  ms - day.startMs === receiptMs - hub.oracle.dayOf(receiptMs).startMs;

describe.each<[string, fc.Arbitrary<Limit>, string, (due: Due) => boolean]>([
  [
    '1 WD',
    LIMITS.oneWorkingDay,
    'in hub hours: at the time of receipt, at opening or at closing',
    (due) => isInHubHours(due) && (isSameTimeOfDay(due) || isOpening(due) || isClosing(due)),
  ],
  ['several WD', LIMITS.severalWorkingDays, 'at closing', isClosing],
  ['WD at a time of day', LIMITS.timeOfWorkingDay, 'on a working day', ({ day }) => day.isWorkingDay],
  ['WH', LIMITS.WH, 'in hub hours, never at opening', (due) => isInHubHours(due) && !isOpening(due)],
  [
    'CH',
    LIMITS.CH,
    'so many hours later',
    ({ ms, receiptMs, limit }) => ms - receiptMs === limit.amount * HOUR_MS,
  ],
  ['CD', LIMITS.CD, 'at midnight', ({ ms, day }) => ms === day.startMs],
])(`%s, ${TRIES} random receipts`, (_unit, limits, where, isWhereItBelongs) => {
  test(`due after receipt and ${where}`, () => {
    const holds = ([hub, receipt]: ReceiptAtHub, limit: Limit) => {
      const ms = msFromInstant(dueAt(receipt, limit, hub.rules));
      const receiptMs = msFromInstant(receipt);
      return ms > receiptMs && isWhereItBelongs({ ms, day: hub.oracle.dayOf(ms), receiptMs, limit, hub });
    };
    fc.assert(fc.property(anyReceipt, limits, holds), { numRuns: TRIES });
  });

  test('a later receipt is never due earlier', () => {
    // Two receipts close together find a break in the order far more often than two at random.
    const gapMs = fc.oneof(fc.integer({ min: 0, max: 3 * DAY_MS }), fc.integer({ min: 0, max: 2000 }));
    const isMonotone = ([{ rules }, first]: ReceiptAtHub, ms: number, limit: Limit) =>
      dueAt(first, limit, rules) <= dueAt(addMs(first, ms), limit, rules);
    fc.assert(fc.property(anyReceipt, gapMs, limits, isMonotone), { numRuns: TRIES });
  });
});

describe(`n working days and then m are n + m, ${TRIES} random receipts`, () => {
  const addsUp = (start: Instant, n: number, m: number, rules: HubRules) =>
    dueAt(dueAt(start, workingDays(n), rules), workingDays(m), rules) ===
    dueAt(start, workingDays(n + m), rules);
  const several = fc.integer({ min: 2, max: 30 });

  test('to the millisecond, for n and m of 2 or more, in a hub open every working day', () => {
    const holds = ([{ rules }, start]: ReceiptAtHub, n: number, m: number) => addsUp(start, n, m, rules);
    fc.assert(fc.property(receiptAtOneOf(openEveryWorkingDay), several, several, holds), { numRuns: TRIES });
  });

  test('and for n or m of 1 where one working day too ends at closing', () => {
    const any = fc.integer({ min: 1, max: 30 });
    const holds = ([{ rules }, start]: ReceiptAtHub, n: number, m: number) => addsUp(start, n, m, rules);
    fc.assert(fc.property(receiptAtOneOf([endOfNextDay]), any, any, holds), { numRuns: TRIES });
  });

  test('by date, for n or m of 1 at the same time of day, unless received by opening, where day 1 is day 0', () => {
    const any = fc.integer({ min: 1, max: 30 });
    const holds = ([{ rules, oracle }, start]: ReceiptAtHub, n: number, m: number) => {
      const { hours } = oracle.dayOf(msFromInstant(start));
      fc.pre(hours === undefined || msFromInstant(start) > hours.opensMs);
      const date = (due: Instant) => oracle.dayOf(msFromInstant(due)).date;
      const inTurn = dueAt(dueAt(start, workingDays(n), rules), workingDays(m), rules);
      return date(inTurn) === date(dueAt(start, workingDays(n + m), rules));
    };
    fc.assert(fc.property(receiptAtOneOf([nineToFive, shortFriday]), any, any, holds), { numRuns: TRIES });
  });
});

test(`a case that carries only its slice of the calendar computes the same, ${TRIES / 10} random receipts`, () => {
  const isSame = ([{ rules }, start]: ReceiptAtHub, limit: Limit) => {
    const slice = calendarSlice(rules.calendar, localTimeOf(start, rules.calendar).date);
    return dueAt(start, limit, { ...rules, calendar: slice }) === dueAt(start, limit, rules);
  };
  fc.assert(fc.property(anyReceipt, anyLimit, isSame), { numRuns: TRIES / 10 });
});

describe(`steps and warnings, ${TRIES / 10} random receipts`, () => {
  test('each escalation is later than the one before', () => {
    const isLater = ([{ rules }, previous]: ReceiptAtHub, after: Limit) =>
      dueAt(previous, after, rules) > previous;
    fc.assert(fc.property(anyReceipt, anyLimit, isLater), { numRuns: TRIES / 10 });
  });

  test('warnings lie between start and due, in the order of their shares', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const isOrdered = ([{ rules }, start]: ReceiptAtHub, limit: Limit, a: number, b: number) => {
      const due = dueAt(start, limit, rules);
      const first = atFraction(start, due, Math.min(a, b), limit.unit, rules);
      const second = atFraction(start, due, Math.max(a, b), limit.unit, rules);
      return start <= first && first <= second && second <= due;
    };
    fc.assert(fc.property(anyReceipt, anyLimit, share, share, isOrdered), { numRuns: TRIES / 10 });
  });
});
