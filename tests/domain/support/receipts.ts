import * as fc from 'fast-check';
import { type Instant, instantFromMs, msFromInstant } from '../../../domain/instant.ts';
import type { HubRules, Limit, TimeUnit } from '../../../domain/policy.ts';
import { endOfNextDay, lateMonday, nineToFive, shortFriday, shutOnWednesday } from '../../policy/hubs.ts';
import { londonDays, LuxonHub } from './luxon-hub.ts';

/** How many instants a property tries; the runs under other time zones try fewer. */
export const TRIES = Number(process.env['RANDOM_INSTANTS'] ?? '100000');

/** A hub with its second reading, over all years of its calendar. */
export type HubWithOracle = {
  readonly rules: HubRules;
  readonly oracle: LuxonHub;
  /** A failure names the hub instead of printing years of days. */
  readonly [fc.toStringMethod]: () => string;
};

const { firstDay, lastDay } = nineToFive.calendar;
const days = londonDays(Number(firstDay.slice(0, 4)), Number(lastDay.slice(0, 4)));
const withOracle = (name: string, rules: HubRules): HubWithOracle => ({
  rules,
  oracle: new LuxonHub(rules.policy, days),
  [fc.toStringMethod]: () => name,
});

/** Hubs that differ in hours and in the reading of one working day. */
export const HUBS = {
  nineToFive: withOracle('nine to five', nineToFive),
  shortFriday: withOracle('short Friday', shortFriday),
  lateMonday: withOracle('late Monday', lateMonday),
  shutOnWednesday: withOracle('shut on Wednesday', shutOnWednesday),
  endOfNextDay: withOracle('end of next day', endOfNextDay),
};

export const openEveryWorkingDay: readonly HubWithOracle[] = [
  HUBS.nineToFive,
  HUBS.shortFriday,
  HUBS.lateMonday,
  HUBS.endOfNextDay,
];
export const allHubs: readonly HubWithOracle[] = [...openEveryWorkingDay, HUBS.shutOnWednesday];

/** The longest limit below ends well inside this many days. */
const DAYS_TO_SPARE = 150;

/**
 * Any receipt in the calendar's span that leaves room for a limit; one in three lies within a second of an opening,
 * a closing, a midnight or a clock change, where rules turn.
 */
export function receiptAt({ rules, oracle }: HubWithOracle): fc.Arbitrary<Instant> {
  const receivable = oracle.days.slice(0, -DAYS_TO_SPARE);
  const [firstMs, lastMs] = [receivable[0]?.startMs ?? 0, receivable.at(-1)?.endMs ?? 0];
  const clockChanges = rules.calendar.offsetChanges
    .map(({ from }) => msFromInstant(from))
    .filter((ms) => ms < lastMs);
  const boundary = fc
    .tuple(fc.constantFrom(...receivable), fc.constantFrom('opens', 'closes', 'midnight'))
    .map(([{ startMs, hours }, kind]) =>
      hours === undefined || kind === 'midnight'
        ? startMs
        : kind === 'opens'
          ? hours.opensMs
          : hours.closesMs,
    );
  const nearBoundary = fc
    .tuple(
      fc.oneof(boundary, boundary, fc.constantFrom(...clockChanges)),
      fc.integer({ min: -1000, max: 1000 }),
    )
    .map(([ms, distance]) => ms + distance);
  // From 0 on, so that fast-check tries the first moments of the span more often than the rest.
  const anywhere = fc.integer({ min: 0, max: lastMs - firstMs }).map((ms) => firstMs + ms);
  return fc
    .oneof({ weight: 2, arbitrary: anywhere }, { weight: 1, arbitrary: nearBoundary })
    .map((ms) => instantFromMs(Math.max(ms, firstMs)));
}

export type ReceiptAtHub = readonly [HubWithOracle, Instant];

/** A hub of several, with a receipt at it. */
export function receiptAtOneOf(hubs: readonly HubWithOracle[]): fc.Arbitrary<ReceiptAtHub> {
  return fc.oneof(...hubs.map((hub) => receiptAt(hub).map((receipt) => [hub, receipt] as const)));
}

const limitsIn = (unit: TimeUnit, min: number, max: number): fc.Arbitrary<Limit> =>
  fc.integer({ min, max }).map((amount) => ({ amount, unit }));

/** Limits by the rule they follow, from the shortest allowed to longer than any in use. */
export const LIMITS = {
  oneWorkingDay: limitsIn('WD', 1, 1),
  severalWorkingDays: limitsIn('WD', 2, 60),
  timeOfWorkingDay: fc
    .tuple(limitsIn('WD', 1, 60), fc.constantFrom('08:30', '09:00', '12:00', '17:00', '23:30'))
    .map(([limit, at]): Limit => ({ ...limit, at })),
  WH: limitsIn('WH', 1, 100),
  CH: limitsIn('CH', 1, 400),
  CD: limitsIn('CD', 0, 60),
};

export const anyLimit: fc.Arbitrary<Limit> = fc.oneof(...Object.values(LIMITS));
