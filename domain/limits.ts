import { isWorkingDay, nthWorkingDayAfter } from './calendar.ts';
import { addMs, DAY_MS, earlier, HOUR_MS, type Instant, msFromInstant } from './instant.ts';
import { addDays, instantAt, localTimeOf, nextDay } from './local-time.ts';
import type { HubRules, Limit, TimeUnit } from './policy.ts';
import {
  addWorkingTime,
  firstOpeningFrom,
  isDuringHubHours,
  later,
  msOfWallClock,
  nextOpening,
  workingTimeBetween,
} from './working-time.ts';

/**
 * The instant by which something begun at `start` must be done. Exactly then is on time; one millisecond later
 * is late. A later start is never due earlier.
 *
 * - WD: one working day is {@link oneWorkingDayAfter}; more are {@link closingOfWorkingDay}. With `at`, the n-th
 *   working day's wall-clock time that lies after `start`, whether or not the hub is open then.
 * - WH: hours inside hub hours; a limit used up exactly at closing is due at that closing.
 * - CH: elapsed hours on every day, whatever the wall clock does.
 * - CD: the midnight that ends the n-th calendar day; the day of the event is day 0, so 0 CD is the same day.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it (CH needs no calendar).
 */
export function dueAt(start: Instant, limit: Limit, rules: HubRules): Instant {
  const { amount, unit, at } = limit;
  switch (unit) {
    case 'WD':
      if (at !== undefined) return timeOfWorkingDay(start, amount, msOfWallClock(at), rules);
      return amount === 1 ? oneWorkingDayAfter(start, rules) : closingOfWorkingDay(start, amount, rules);
    case 'WH':
      return addWorkingTime(start, amount * HOUR_MS, rules);
    case 'CH':
      return addMs(start, amount * HOUR_MS);
    case 'CD':
      return midnightEndingDay(start, amount, rules);
  }
}

/**
 * "Within one working day", the statutory limit for acknowledging a referral and deciding on it. What that
 * means by the clock is not in the guidance; it is this project's reading, chosen by `policy.oneWorkingDay`:
 *
 * `SAME_TIME_NEXT_WD` (default)
 * - received strictly between opening and closing: the same wall-clock time on the next day with hub hours, but
 *   not after that day's closing nor before its opening;
 * - received at any other time, exactly at opening or closing included: the closing that follows the next
 *   opening, for it is deemed received at that opening.
 *
 * `END_OF_NEXT_WD`: the closing of the next working day.
 * @see Working Together to Safeguard Children 2023, chapter 3: decision and acknowledgement within one working
 * day of receipt.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function oneWorkingDayAfter(received: Instant, rules: HubRules): Instant {
  if (rules.policy.oneWorkingDay === 'END_OF_NEXT_WD') {
    return closingOfWorkingDay(received, 1, rules);
  }
  if (!isDuringHubHours(received, rules)) {
    return nextOpening(received, rules).closesAt;
  }
  const { date, msOfDay } = localTimeOf(received, rules.calendar);
  const next = firstOpeningFrom(nextDay(date), rules);
  const sameTime = instantAt(next.date, msOfDay, rules.calendar);
  return later(next.opensAt, earlier(sameTime, next.closesAt));
}

/**
 * The close of hub hours on the n-th working day after the day of `start`, which is day 0 at whatever hour. When
 * the hub is shut on that working day, the next closing after it.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function closingOfWorkingDay(start: Instant, n: number, rules: HubRules): Instant {
  const { date } = localTimeOf(start, rules.calendar);
  return firstOpeningFrom(nthWorkingDayAfter(date, n, rules.calendar), rules).closesAt;
}

/** The n-th instant after `start` at which a working day's wall clock shows `msOfDay`. */
function timeOfWorkingDay(start: Instant, n: number, msOfDay: number, { calendar }: HubRules): Instant {
  const { date: today } = localTimeOf(start, calendar);
  const isToCome = isWorkingDay(today, calendar) && start < instantAt(today, msOfDay, calendar);
  const left = isToCome ? n - 1 : n;
  const date = left === 0 ? today : nthWorkingDayAfter(today, left, calendar);
  return instantAt(date, msOfDay, calendar);
}

function midnightEndingDay(start: Instant, n: number, { calendar }: HubRules): Instant {
  return instantAt(addDays(localTimeOf(start, calendar).date, n), DAY_MS, calendar);
}

/**
 * The instant at which a share (0 to 1) of the time between `start` and `due` is used, never after `due`: a share
 * of the hub hours for WD and WH, of the elapsed time for CH and CD, and of the elapsed time too when the hub is
 * shut throughout.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function atFraction(
  start: Instant,
  due: Instant,
  fraction: number,
  unit: TimeUnit,
  rules: HubRules,
): Instant {
  const workingMs = countsHubHours(unit) ? workingTimeBetween(start, due, rules) : 0;
  if (workingMs > 0) {
    return addWorkingTime(start, Math.ceil(workingMs * fraction), rules);
  }
  const elapsedMs = Math.max(0, msFromInstant(due) - msFromInstant(start));
  return addMs(start, Math.ceil(elapsedMs * fraction));
}

/** Whether a unit is measured in hub hours (WD, WH) rather than in elapsed time (CH, CD). */
export function countsHubHours(unit: TimeUnit): boolean {
  return unit === 'WD' || unit === 'WH';
}
