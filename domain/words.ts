import { workingDaysBetween } from './calendar.ts';
import type { CalendarEdition } from './calendar-edition.ts';
import { DAY_MS, HOUR_MS, type Instant, type LocalDate, MINUTE_MS, msFromInstant } from './instant.ts';
import { countsHubHours } from './limits.ts';
import { localTimeOf, weekdayOf } from './local-time.ts';
import type { HubRules, Limit, TimeUnit } from './policy.ts';
import { workingTimeBetween } from './working-time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  WD: 'working day',
  WH: 'working hour',
  CH: 'hour',
  CD: 'calendar day',
};

/** A civil date as `Tue 7 Apr 2026`. */
export function dateWords(date: LocalDate): string {
  const [year, month, day] = date.split('-');
  const weekday = weekdayOf(date).slice(0, 3);
  return `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)} ${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/**
 * An instant as `Tue 7 Apr 2026 16:50` on the hub's wall clock, seconds cut off.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function dueWords(instant: Instant, calendar: CalendarEdition): string {
  return `${dateWords(localTimeOf(instant, calendar).date)} ${timeWords(instant, calendar)}`;
}

/**
 * The hub's wall-clock time at an instant as `16:50`, seconds cut off.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function timeWords(instant: Instant, calendar: CalendarEdition): string {
  const { msOfDay } = localTimeOf(instant, calendar);
  const hours = Math.floor(msOfDay / HOUR_MS);
  const minutes = Math.floor((msOfDay % HOUR_MS) / MINUTE_MS);
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** A limit as `1 working day`, `4 hours`, `09:00 on working day 1`, `the same day`. */
export function limitWords({ amount, unit, at }: Limit): string {
  if (at !== undefined) return `${at} on working day ${amount}`;
  return amount === 0 ? 'the same day' : plural(amount, UNIT_WORDS[unit]);
}

/**
 * How much time a clock has left, or how late it is, in the unit its limit is counted in: `2 working hours 10
 * minutes left`, `due now`, `late by 3 working hours`. Exactly at due is still on time; one millisecond later is
 * late. From three working days on it counts days. When the hub is shut throughout, it tells elapsed time and
 * says so. Part minutes are cut off.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function timeLeftWords(now: Instant, due: Instant, unit: TimeUnit, rules: HubRules): string {
  if (now === due) {
    return 'due now';
  }
  if (now < due) {
    const { amount, remark } = spanWords(now, due, unit, rules);
    return `${amount} left${remark}`;
  }
  const { amount, remark } = spanWords(due, now, unit, rules);
  return `late by ${amount}${remark}`;
}

type SpanWords = { readonly amount: string; readonly remark: string };

function spanWords(from: Instant, to: Instant, unit: TimeUnit, rules: HubRules): SpanWords {
  const elapsedMs = msFromInstant(to) - msFromInstant(from);
  if (!countsHubHours(unit)) {
    return { amount: durationWords(elapsedMs), remark: '' };
  }
  const workingMs = workingTimeBetween(from, to, rules);
  if (workingMs === 0) {
    return { amount: durationWords(elapsedMs), remark: ', outside hub hours' };
  }
  const { calendar } = rules;
  const workingDays = workingDaysBetween(
    localTimeOf(from, calendar).date,
    localTimeOf(to, calendar).date,
    calendar,
  );
  const amount = workingDays >= 3 ? plural(workingDays, 'working day') : hoursWords(workingMs, 'working ');
  return { amount, remark: '' };
}

/** Elapsed time as `3 days 3 hours`, below two days as `26 hours 5 minutes`. Parts too small are cut off. */
export function durationWords(ms: number): string {
  if (ms < 2 * DAY_MS) {
    return hoursWords(ms, '');
  }
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  return [plural(Math.floor(ms / DAY_MS), 'day'), ...(hours > 0 ? [plural(hours, 'hour')] : [])].join(' ');
}

/** Time as `2 working hours 10 minutes` or `2 hours 10 minutes`. Part minutes are cut off. */
export function hoursWords(ms: number, kind: '' | 'working '): string {
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  if (hours === 0) {
    return minutes === 0 ? `less than a ${kind}minute` : plural(minutes, `${kind}minute`);
  }
  return [plural(hours, `${kind}hour`), ...(minutes > 0 ? [plural(minutes, 'minute')] : [])].join(' ');
}

/** `1 hour`, `2 hours`. */
export function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
