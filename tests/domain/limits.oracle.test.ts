import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantFromMs, msFromInstant } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import type { Limit } from '../../domain/policy.ts';
import { daysOff } from './support/luxon-hub.ts';
import { allHubs, HUBS, type HubWithOracle, LIMITS, receiptAtOneOf, TRIES } from './support/receipts.ts';

const { endOfNextDay } = HUBS;
const sameTimeHubs = allHubs.filter((hub) => hub !== endOfNextDay);

/** The core against a second reading of its rules that shares no code with it. */
test.each<[string, readonly HubWithOracle[], fc.Arbitrary<Limit>]>([
  ['1 WD at the same time on the next working day', sameTimeHubs, LIMITS.oneWorkingDay],
  ['1 WD at the end of the next working day', [endOfNextDay], LIMITS.oneWorkingDay],
  ['several WD at closing', allHubs, LIMITS.severalWorkingDays],
  ['WD at a time of day', allHubs, LIMITS.timeOfWorkingDay],
  ['WH', allHubs, LIMITS.WH],
  ['CH', allHubs, LIMITS.CH],
  ['CD', allHubs, LIMITS.CD],
])(`%s, due as luxon and date-holidays say, for ${TRIES} random receipts`, (_case, hubs, limits) => {
  fc.assert(
    fc.property(receiptAtOneOf(hubs), limits, ([{ rules, oracle }, receipt], limit) => {
      const due = dueAt(receipt, limit, rules);
      const expected = instantFromMs(oracle.dueMs(msFromInstant(receipt), limit));
      // An assertion for each of so many tries would cost more than all the rest.
      if (due !== expected) expect(due).toBe(expected);
    }),
    { numRuns: TRIES },
  );
});

test('both readings have the same days off, so that they differ in arithmetic only', () => {
  const { bankHolidays, firstDay, lastDay } = HUBS.nineToFive.rules.calendar;
  const expected = daysOff(Number(firstDay.slice(0, 4)), Number(lastDay.slice(0, 4)))
    .map(({ date }) => date)
    .filter((date) => HUBS.nineToFive.oracle.days.find((day) => day.date === date)?.isWeekend === false);
  expect(bankHolidays.map(({ date }) => date)).toEqual(expected);
});
