import { isWorkingDay } from './calendar.ts';
import {
  earlier,
  HOUR_MS,
  type Instant,
  instantFromMs,
  type LocalDate,
  MINUTE_MS,
  msFromInstant,
} from './instant.ts';
import { localTimeOf, msAt, nextDay, weekdayOf } from './local-time.ts';
import type { HubRules } from './policy.ts';

/** One day's hub hours. Working time is counted from `opensAt` (included) to `closesAt` (excluded). */
export type Opening = { readonly date: LocalDate; readonly opensAt: Instant; readonly closesAt: Instant };

/**
 * The hub hours of a date, or `undefined` when the hub is shut. Hours exist on working days only: a weekend or
 * bank holiday has none, and neither has a working day on which the policy says the hub is closed.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function openingOn(date: LocalDate, rules: HubRules): Opening | undefined {
  const hours = hubHoursOn(date, rules);
  return hours && { date, opensAt: instantFromMs(hours.opensMs), closesAt: instantFromMs(hours.closesMs) };
}

/**
 * The opening on a date, or else on the first later date that has one.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function firstOpeningFrom(date: LocalDate, rules: HubRules): Opening {
  let day = date;
  let opening = openingOn(day, rules);
  while (opening === undefined) {
    day = nextDay(day);
    opening = openingOn(day, rules);
  }
  return opening;
}

/**
 * The next time the doors open: the first opening that begins at or after an instant.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function nextOpening(instant: Instant, rules: HubRules): Opening {
  const { date } = localTimeOf(instant, rules.calendar);
  const today = openingOn(date, rules);
  return today !== undefined && instant <= today.opensAt ? today : firstOpeningFrom(nextDay(date), rules);
}

/**
 * Strictly between an opening and its closing; exactly at opening or at closing does not count as during.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function isDuringHubHours(instant: Instant, rules: HubRules): boolean {
  const today = openingOn(localTimeOf(instant, rules.calendar).date, rules);
  return today !== undefined && today.opensAt < instant && instant < today.closesAt;
}

/**
 * Milliseconds of hub hours between two instants; 0 when `to` is not after `from`.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function workingTimeBetween(from: Instant, to: Instant, rules: HubRules): number {
  return openTimeBetween(from, to, rules).reduce(
    (total, stretch) => total + msFromInstant(stretch.to) - msFromInstant(stretch.from),
    0,
  );
}

/** A stretch of hub hours inside one day; `to` is excluded. */
export type OpenStretch = { readonly date: LocalDate; readonly from: Instant; readonly to: Instant };

/**
 * The stretches of hub hours between two instants, one for each day that has any, ascending.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function openTimeBetween(from: Instant, to: Instant, rules: HubRules): OpenStretch[] {
  const stretches: OpenStretch[] = [];
  if (to <= from) {
    return stretches;
  }
  const lastDate = localTimeOf(to, rules.calendar).date;
  for (let date = localTimeOf(from, rules.calendar).date; date <= lastDate; date = nextDay(date)) {
    const opening = openingOn(date, rules);
    if (opening !== undefined && opening.opensAt < to && from < opening.closesAt) {
      stretches.push({ date, from: later(from, opening.opensAt), to: earlier(to, opening.closesAt) });
    }
  }
  return stretches;
}

/**
 * The earliest instant by which `ms` milliseconds of hub hours have passed since `from`. Being the earliest, a
 * result that falls on a closing stays at that closing and does not move to the next opening; and 0 gives `from`.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function addWorkingTime(from: Instant, ms: number, rules: HubRules): Instant {
  if (ms <= 0) {
    return from;
  }
  const fromMs = msFromInstant(from);
  let remainingMs = ms;
  for (let { date } = localTimeOf(from, rules.calendar); ; date = nextDay(date)) {
    const hours = hubHoursOn(date, rules);
    if (hours === undefined) {
      continue;
    }
    const beginsMs = Math.max(fromMs, hours.opensMs);
    const availableMs = Math.max(0, hours.closesMs - beginsMs);
    if (remainingMs <= availableMs) {
      return instantFromMs(beginsMs + remainingMs);
    }
    remainingMs -= availableMs;
  }
}

/** The later of two instants. */
export function later(a: Instant, b: Instant): Instant {
  return a >= b ? a : b;
}

/** An {@link Opening} in milliseconds since 1970-01-01T00:00:00Z. */
type HubHours = { readonly opensMs: number; readonly closesMs: number };

function hubHoursOn(date: LocalDate, rules: HubRules): HubHours | undefined {
  const hours = rules.policy.openingHours[weekdayOf(date)];
  if (!isWorkingDay(date, rules.calendar) || hours === null) {
    return undefined;
  }
  return {
    opensMs: msAt(date, msOfWallClock(hours.opens), rules.calendar),
    closesMs: msAt(date, msOfWallClock(hours.closes), rules.calendar),
  };
}

/** `HH:mm` as milliseconds since 00:00. */
export function msOfWallClock(text: string): number {
  return Number(text.slice(0, 2)) * HOUR_MS + Number(text.slice(3)) * MINUTE_MS;
}
