import { existsSync } from 'node:fs';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import type { LocalDate } from '../../domain/instant.ts';
import { addDays } from '../../domain/local-time.ts';
import { loadCalendar, shippedEditions } from '../../policy/editions.ts';
import { UsageError } from '../command.ts';

/** A calendar edition from a file, or by its name if it is one that is shipped. */
export function calendarAt(place: string): CalendarEdition {
  const shipped = shippedEditions().calendars.find(({ name }) => name === place);
  return loadCalendar(shipped === undefined || existsSync(place) ? place : shipped.file);
}

/** Earlier years had other bank holidays, and for later ones nobody can tell when clocks change. */
const YEARS = { first: 1978, last: 2099 };

/** @throws UsageError when the text is no year from 1978 to 2099. */
export function yearFrom(text: string, option: string): number {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < YEARS.first || year > YEARS.last) {
    throw new UsageError(`${option}: must be a year from ${YEARS.first} to ${YEARS.last}, not ${text}`);
  }
  return year;
}

/** @throws UsageError when the text is no day of the calendar written YYYY-MM-DD. */
export function dateFrom(text: string, option: string): LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isDay(text)) {
    throw new UsageError(`${option}: must be a date written YYYY-MM-DD, not ${text}`);
  }
  return text as LocalDate;
}

/** @throws UsageError unless the text is a date and a title with `=` between them. */
export function dayFrom(text: string, option: string): { date: LocalDate; title: string } {
  const [date = '', ...rest] = text.split('=');
  const title = rest.join('=').trim();
  if (title === '') throw new UsageError(`${option}: must be written DATE=TITLE, not ${text}`);
  return { date: dateFrom(date, option), title };
}

/** Adding nothing to 30 February would give 2 March. */
function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && addDays(text as LocalDate, 0) === text;
}
