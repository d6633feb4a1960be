import { addMs, DAY_MS, HOUR_MS, type Instant, type LocalDate } from '../domain/instant.ts';
import { dueAt } from '../domain/limits.ts';
import { addDays, instantAt } from '../domain/local-time.ts';
import type { HubRules, Limit } from '../domain/policy.ts';
import { msOfWallClock, openingOn } from '../domain/working-time.ts';

/** A start from which one limit ends later than another. */
export type LaterStart = { readonly start: Instant; readonly due: Instant; readonly latest: Instant };

/**
 * The first start at which `limit` is due later than `latest` is, or `undefined` when it never is. Units cannot be
 * compared by their size: 24 elapsed hours are less than a working day on a Friday and more on a Tuesday night. So
 * both are computed from every start at which their order can turn, in a year of the hub's own hours.
 * @throws DomainError CALENDAR_EXHAUSTED when the calendar does not cover that year and the limits after it.
 */
export function firstLaterStart(limit: Limit, latest: Limit, rules: HubRules): LaterStart | undefined {
  if (isNoMoreOfTheSame(limit, latest)) return undefined;
  const timesOfDay = [limit.at, latest.at].flatMap((at) => (at === undefined ? [] : [msOfWallClock(at)]));
  for (const start of turningStarts(timesOfDay, rules)) {
    const due = dueAt(start, limit, rules);
    const latestDue = dueAt(start, latest, rules);
    if (due > latestDue) {
      return { start, due, latest: latestDue };
    }
  }
  return undefined;
}

function isNoMoreOfTheSame(limit: Limit, latest: Limit): boolean {
  return limit.unit === latest.unit && limit.amount <= latest.amount && limit.at === latest.at;
}

/** Winter and summer, a bank holiday next to a weekend, the days clocks change, substitute days at Christmas. */
const JUDGED_SPANS = [
  { from: '2027-02-08', days: 7 },
  { from: '2027-03-22', days: 14 },
  { from: '2027-10-25', days: 10 },
  { from: '2027-12-20', days: 16 },
] as const;

function* turningStarts(timesOfDay: readonly number[], rules: HubRules): Generator<Instant> {
  for (const { from, days } of JUDGED_SPANS) {
    for (let day = 0; day < days; day += 1) {
      yield* startsOn(addDays(from as LocalDate, day), timesOfDay, rules);
    }
  }
}

/** Hub hours of different days differ by quarters of an hour at the finest. */
const STEP_MS = HOUR_MS / 4;

/**
 * A due instant moves on with its start, minute by minute, except where the start passes midnight, an opening, a
 * closing or a time of day the limit names, or where the hours left fill the next day just so. The last happens a
 * whole number of steps after an opening or before a closing, and a start exactly there still ends on that day.
 */
function startsOn(date: LocalDate, timesOfDay: readonly number[], rules: HubRules): Set<Instant> {
  const edges = [0, ...timesOfDay].map((ms) => instantAt(date, ms, rules.calendar));
  const starts = [instantAt(date, DAY_MS / 2, rules.calendar)];
  const opening = openingOn(date, rules);
  if (opening !== undefined) {
    const { opensAt, closesAt } = opening;
    edges.push(opensAt, closesAt);
    for (let since = opensAt; since < closesAt; since = addMs(since, STEP_MS)) starts.push(since);
    for (let until = closesAt; until > opensAt; until = addMs(until, -STEP_MS)) starts.push(until);
  }
  return new Set([...starts, ...edges.flatMap((edge) => [addMs(edge, -1), edge, addMs(edge, 1)])]);
}
