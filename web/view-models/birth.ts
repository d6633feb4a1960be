import type { LocalDate } from '../../domain/instant.ts';
import { dateWords } from '../../domain/words.ts';

/**
 * A date of birth as `17 Apr 2017, aged 9`, on the hub's date `today`. What is no date is shown as it was given.
 */
export function bornWords(dateOfBirth: string | undefined, today: LocalDate): string {
  if (dateOfBirth === undefined) return 'not given';
  if (!isDate(dateOfBirth)) return dateOfBirth;
  const words = dateWords(dateOfBirth).replace(/^\S+ /, '');
  return dateOfBirth > today ? words : `${words}, aged ${ageOn(today, dateOfBirth)}`;
}

function ageOn(today: LocalDate, born: LocalDate): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

/** Whether text is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): text is LocalDate {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
