import type { BankHoliday, CalendarEdition } from './calendar-edition.ts';
import { indexOf } from './calendar-index.ts';
import type { LocalDate } from './instant.ts';
import { addWeekdays, assertCovered, nextDay, weekdayOf } from './local-time.ts';

/**
 * The bank holiday in England and Wales on a date, if it is one.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function bankHolidayOn(date: LocalDate, calendar: CalendarEdition): BankHoliday | undefined {
  assertCovered(date, calendar);
  return indexOf(calendar).bankHolidays.get(date);
}

/** Saturday or Sunday. */
export function isWeekend(date: LocalDate): boolean {
  const weekday = weekdayOf(date);
  return weekday === 'saturday' || weekday === 'sunday';
}

/**
 * A working day for statutory counts: Monday to Friday and not a bank holiday in England and Wales. A day on
 * which one hub chooses to close is still a working day.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function isWorkingDay(date: LocalDate, calendar: CalendarEdition): boolean {
  return bankHolidayOn(date, calendar) === undefined && !isWeekend(date);
}

/**
 * The first working day after a date.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function workingDayAfter(date: LocalDate, calendar: CalendarEdition): LocalDate {
  return nthWorkingDayAfter(date, 1, calendar);
}

/**
 * The n-th working day after a date, which is day 0 whatever day it is; `n` is a positive whole number.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function nthWorkingDayAfter(date: LocalDate, n: number, calendar: CalendarEdition): LocalDate {
  assertCovered(nextDay(date), calendar);
  let day = addWeekdays(date, n);
  // In order of date, so that a day moved on to a holiday is moved on again.
  for (const holiday of calendar.bankHolidays) {
    if (date < holiday.date && holiday.date <= day && !isWeekend(holiday.date)) {
      day = addWeekdays(day, 1);
    }
  }
  assertCovered(day, calendar);
  return day;
}

/**
 * How many working days lie after `from` up to and including `to`; 0 when `to` is not after `from`. Dates only, as
 * statutory returns count them.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function workingDaysBetween(from: LocalDate, to: LocalDate, calendar: CalendarEdition): number {
  let count = 0;
  for (let day = nextDay(from); day <= to; day = nextDay(day)) {
    count += isWorkingDay(day, calendar) ? 1 : 0;
  }
  return count;
}
