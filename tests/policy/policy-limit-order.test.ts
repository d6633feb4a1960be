import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instantFromMs, type LocalDate, msFromInstant } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import type { HubRules, Limit } from '../../domain/policy.ts';
import { calendarSlice } from '../../policy/editions.ts';
import { firstLaterStart } from '../../policy/limit-order.ts';
import { at, endOfNextDay, lateMonday, nineToFive, shortFriday, shutOnWednesday } from './hubs.ts';

const HUBS: readonly [string, HubRules][] = [
  ['09:00 to 17:00', nineToFive],
  ['a short Friday', shortFriday],
  ['shut on Wednesday', shutOnWednesday],
  ['a late Monday', lateMonday],
  ['one working day until closing', endOfNextDay],
];

const LATEST: readonly Limit[] = [
  { amount: 1, unit: 'WD' },
  { amount: 3, unit: 'WD' },
  { amount: 1, unit: 'WD', at: '09:00' },
  { amount: 12, unit: 'WH' },
  { amount: 72, unit: 'CH' },
  { amount: 1, unit: 'CD' },
];

/** Limits near each other in length, so that their order is close. */
const LIMITS: readonly Limit[] = [
  ...[1, 2, 6, 7, 8, 9, 15, 16, 24].map((amount): Limit => ({ amount, unit: 'WH' })),
  ...[4, 7, 8, 9, 15, 16, 24, 48].map((amount): Limit => ({ amount, unit: 'CH' })),
  ...[0, 1, 2].map((amount): Limit => ({ amount, unit: 'CD' })),
  ...[1, 2, 3].map((amount): Limit => ({ amount, unit: 'WD' })),
  { amount: 1, unit: 'WD', at: '12:30' },
  { amount: 2, unit: 'WD', at: '08:00' },
];

const FROM_MS = msFromInstant(at('2026-01-01 00:00 GMT'));
const TO_MS = msFromInstant(at('2028-11-01 00:00 GMT'));
const anyStart = fc
  .integer({ min: FROM_MS / 60_000, max: TO_MS / 60_000 })
  .map((m) => instantFromMs(m * 60_000));

describe.each(HUBS)('firstLaterStart, %s', (_name, hub) => {
  const rules = { ...hub, calendar: calendarSlice(hub.calendar, '2026-01-01' as LocalDate, 4 * 365) };
  const isLater = (start: Instant, limit: Limit, latest: Limit) =>
    dueAt(start, limit, rules) > dueAt(start, latest, rules);

  test('where it finds none, no minute of three years is one; where it finds one, it is one', () => {
    const never: { limit: Limit; latest: Limit }[] = [];
    let found = 0;
    for (const latest of LATEST) {
      for (const limit of LIMITS) {
        const later = firstLaterStart(limit, latest, rules);
        if (later === undefined) never.push({ limit, latest });
        else {
          found += 1;
          expect(isLater(later.start, limit, latest)).toBe(true);
        }
      }
    }
    expect(never.length).toBeGreaterThan(20);
    expect(found).toBeGreaterThan(20);
    const isNeverLater = (start: Instant, { limit, latest }: { limit: Limit; latest: Limit }) =>
      !isLater(start, limit, latest);
    fc.assert(fc.property(anyStart, fc.constantFrom(...never), isNeverLater), { numRuns: 5000 });
  });
});
