import type { CalendarEdition } from './calendar-edition.ts';
import { indexOf } from './calendar-index.ts';
import { DomainError } from './errors.ts';
import {
  DAY_MS,
  type Instant,
  instantFromMs,
  type LocalDate,
  MINUTE_MS,
  msFromDate,
  msFromInstant,
} from './instant.ts';
import { WEEKDAYS, type Weekday } from './policy.ts';

/** What the wall clock and the wall calendar of the hub (Europe/London) show at one instant. */
export type LocalTime = {
  readonly date: LocalDate;
  readonly weekday: Weekday;
  /** Wall-clock time as milliseconds since 00:00, from 0 up to but not including one day. */
  readonly msOfDay: number;
  /** Local time is UTC plus this: 0 in winter, 60 in summer. */
  readonly offsetMinutes: number;
};

/**
 * The hub's wall-clock time at an instant.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function localTimeOf(instant: Instant, calendar: CalendarEdition): LocalTime {
  const offset = calendar.offsetChanges.findLast((change) => change.from <= instant);
  if (offset === undefined) {
    throw exhausted(utcDateOf(instant), calendar);
  }
  const { offsetMinutes } = offset;
  const localMs = msFromInstant(instant) + offsetMinutes * MINUTE_MS;
  const dayNumber = Math.floor(localMs / DAY_MS);
  const date = dateOf(dayNumber);
  assertCovered(date, calendar);
  return { date, weekday: weekdayOfDay(dayNumber), msOfDay: localMs - dayNumber * DAY_MS, offsetMinutes };
}

/**
 * The instant at which the hub's wall clock shows `msOfDay` (0 to one day, both included; one whole day is the
 * midnight that ends `date`). A time that occurs twice, when clocks go back, is the earlier instant. A time
 * that does not occur, when clocks go forward, is the first instant after the gap.
 * @throws DomainError CALENDAR_EXHAUSTED when `date` is outside the edition's span.
 */
export function instantAt(date: LocalDate, msOfDay: number, calendar: CalendarEdition): Instant {
  return instantFromMs(msAt(date, msOfDay, calendar));
}

/**
 * {@link instantAt} in milliseconds since 1970-01-01T00:00:00Z, for walks over many days: writing an instant down
 * costs more than all the rest of a day.
 * @throws DomainError CALENDAR_EXHAUSTED when `date` is outside the edition's span.
 */
export function msAt(date: LocalDate, msOfDay: number, calendar: CalendarEdition): number {
  assertCovered(date, calendar);
  const localMs = dayNumberOf(date) * DAY_MS + msOfDay;
  for (const { fromMs, untilMs, offsetMs } of indexOf(calendar).offsetSpans) {
    if (localMs - offsetMs < untilMs) {
      // Before the beginning of its own offset: the clocks jumped over this time.
      return Math.max(localMs - offsetMs, fromMs);
    }
  }
  throw exhausted(date, calendar);
}

/** The day of the week of a civil date. */
export function weekdayOf(date: LocalDate): Weekday {
  return weekdayOfDay(dayNumberOf(date));
}

/** The civil date `days` days later (earlier when negative). Civil dates compare correctly as strings. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(dayNumberOf(date) + days);
}

/**
 * The civil date `n` weekdays (Monday to Friday) after a date, which is day 0 and may be on a weekend; `n` is a
 * positive whole number.
 */
export function addWeekdays(date: LocalDate, n: number): LocalDate {
  const dayNumber = dayNumberOf(date);
  const weekday = weekdayIndex(dayNumber);
  // From a weekend as from the Friday before it.
  const fromMonday = Math.min(weekday, 4) + n;
  return dateOf(dayNumber - weekday + 7 * Math.floor(fromMonday / 5) + (fromMonday % 5));
}

/** The day after. */
export function nextDay(date: LocalDate): LocalDate {
  const day = Number(date.slice(8));
  // Every month has 28 days: only from there on does the next day need the calendar, which costs far more.
  return day < 28
    ? (`${date.slice(0, 8)}${String(day + 1).padStart(2, '0')}` as LocalDate)
    : addDays(date, 1);
}

/** Calendar days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/**
 * Refuses a date the edition says nothing about, rather than guessing that it is an ordinary day.
 * @throws DomainError CALENDAR_EXHAUSTED outside the closed span `firstDay` to `lastDay`.
 */
export function assertCovered(date: LocalDate, calendar: CalendarEdition): void {
  if (date < calendar.firstDay || date > calendar.lastDay) {
    throw exhausted(date, calendar);
  }
}

function exhausted(date: LocalDate, { edition, firstDay, lastDay }: CalendarEdition): DomainError {
  return new DomainError(
    'CALENDAR_EXHAUSTED',
    `Calendar edition ${edition} covers ${firstDay} to ${lastDay}; ${date} is outside it`,
  );
}

/** Days since 1970-01-01. */
function dayNumberOf(date: LocalDate): number {
  return msFromDate(date) / DAY_MS;
}

function dateOf(dayNumber: number): LocalDate {
  return utcDateOf(instantFromMs(dayNumber * DAY_MS));
}

function weekdayOfDay(dayNumber: number): Weekday {
  return WEEKDAYS[weekdayIndex(dayNumber)] as Weekday;
}

/** 0 on Monday. */
function weekdayIndex(dayNumber: number): number {
  // 1970-01-01 was a Thursday, index 3 of a week that begins on Monday; the sum keeps earlier dates positive.
  return (((dayNumber + 3) % 7) + 7) % 7;
}

function utcDateOf(instant: Instant): LocalDate {
  return instant.slice(0, 10) as LocalDate;
}
