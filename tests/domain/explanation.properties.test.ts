import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Explanation, explainDue } from '../../domain/explanation.ts';
import { HOUR_MS, msFromInstant } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import type { Limit } from '../../domain/policy.ts';
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

/** An explanation writes a text for each try, so a tenth of the tries is enough to wait for. */
const RUNS = { numRuns: TRIES / 10 };
const { nineToFive, endOfNextDay } = HUBS;

const countedMs = ({ counted }: Explanation) =>
  counted.reduce((total, { from, to }) => total + msFromInstant(to) - msFromInstant(from), 0);

describe(`what counted sums to the limit, ${RUNS.numRuns} random receipts`, () => {
  test.each<
    [string, readonly HubWithOracle[], fc.Arbitrary<Limit>, (explained: Explanation, limit: Limit) => boolean]
  >([
    [
      'WH: so many hours',
      allHubs,
      LIMITS.WH,
      (explained, { amount }) => countedMs(explained) === amount * HOUR_MS,
    ],
    [
      'CH: so many hours',
      allHubs,
      LIMITS.CH,
      (explained, { amount }) => countedMs(explained) === amount * HOUR_MS,
    ],
    [
      '1 WD at the same time: the 8 hours of one day of 8 hours',
      [nineToFive],
      LIMITS.oneWorkingDay,
      (explained) => countedMs(explained) === 8 * HOUR_MS,
    ],
    [
      '1 WD at the end of the next day: that one whole day',
      [endOfNextDay],
      LIMITS.oneWorkingDay,
      (explained) => explained.counted.length === 1 && countedMs(explained) === 8 * HOUR_MS,
    ],
    [
      'several WD: so many days in a hub open every working day',
      openEveryWorkingDay,
      LIMITS.severalWorkingDays,
      ({ counted }, { amount }) => counted.length === amount,
    ],
    [
      'CD: so many days, or the rest of the day itself',
      allHubs,
      LIMITS.CD,
      ({ counted }, { amount }) => counted.length === Math.max(1, amount),
    ],
  ])('%s', (_case, hubs, limits, sumsUp) => {
    const holds = ([{ rules }, receipt]: ReceiptAtHub, limit: Limit) =>
      sumsUp(explainDue(receipt, limit, rules), limit);
    fc.assert(fc.property(receiptAtOneOf(hubs), limits, holds), RUNS);
  });
});

test(`it tells the instant dueAt computes, ${RUNS.numRuns} random receipts`, () => {
  const agrees = ([{ rules }, receipt]: ReceiptAtHub, limit: Limit) =>
    explainDue(receipt, limit, rules).dueAt === dueAt(receipt, limit, rules);
  fc.assert(fc.property(receiptAtOneOf(allHubs), anyLimit, agrees), RUNS);
});

test(`each day between receipt and due either counted or was skipped, ${RUNS.numRuns} random receipts`, () => {
  const isPartition = ([{ rules, oracle }, receipt]: ReceiptAtHub, limit: Limit) => {
    const { counted, skipped, dueAt: due } = explainDue(receipt, limit, rules);
    const [first, last] = [receipt, due].map((instant) => oracle.dayOf(msFromInstant(instant)).startMs);
    const between = oracle.days.filter(({ startMs }) => startMs > (first ?? 0) && startMs < (last ?? 0));
    const told = new Set([...counted, ...skipped].map(({ date }): string => date));
    expect(told.size).toBe(counted.length + skipped.length);
    expect(between.filter(({ date }) => !told.has(date))).toEqual([]);
  };
  fc.assert(fc.property(receiptAtOneOf(openEveryWorkingDay), anyLimit, isPartition), RUNS);
});
