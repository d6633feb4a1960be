import type { CalendarEdition } from './calendar-edition.ts';
import type { LocalDate } from './instant.ts';
import { addDays, daysBetween } from './local-time.ts';
import { dateWords } from './words.ts';

/** How far ahead official bank holidays must reach. Set by this project: the longest clock, 45 working days, fits in twice. */
export const ALARM_MONTHS = 6;

/** An edition whose official bank holidays end soon. */
export type CalendarAlarm = {
  readonly edition: string;
  /** The last day whose bank holidays are official. */
  readonly officialUntil: LocalDate;
  /** Whole days from today to `officialUntil`; 0 on that day, negative after it. */
  readonly daysLeft: number;
  /** The last day the edition covers at all; clocks that reach beyond it are refused. */
  readonly lastDay: LocalDate;
};

/**
 * The last day covered by more than computed bank holidays. With no provisional day in the edition that is its
 * `lastDay`; otherwise the end of the year before the first provisional day, or, when that year is listed in part,
 * its last listed day. The day before `firstDay` when nothing in the edition is official. Days added by hand
 * stretch nothing: they say that one day is certain, not that those around it are.
 */
export function officialUntil({ firstDay, lastDay, bankHolidays }: CalendarEdition): LocalDate {
  const guessed = bankHolidays.find(({ provisional }) => provisional);
  if (guessed === undefined) return lastDay;
  const yearBegins = `${guessed.date.slice(0, 4)}-01-01` as LocalDate;
  const listed = bankHolidays.findLast(({ date, manual }) => date < guessed.date && !manual);
  if (listed !== undefined && listed.date >= yearBegins) return listed.date;
  return addDays(yearBegins < firstDay ? firstDay : yearBegins, -1);
}

/**
 * The alarm of an edition on a day, or nothing while six months or more remain. Six months remain as long as the
 * same day of the month six months after `today` (the last day of that month where it has no such day) is not
 * after {@link officialUntil}: with official days until 31 December, 30 June is quiet and 1 July is not.
 */
export function calendarAlarm(calendar: CalendarEdition, today: LocalDate): CalendarAlarm | undefined {
  const until = officialUntil(calendar);
  if (monthsAfter(today, ALARM_MONTHS) <= until) return undefined;
  const { edition, lastDay } = calendar;
  return { edition, officialUntil: until, daysLeft: daysBetween(today, until), lastDay };
}

/** The alarm in one line, for whoever keeps the calendar. */
export function alarmWords({ edition, officialUntil: until, daysLeft, lastDay }: CalendarAlarm): string {
  const count = Math.abs(daysLeft);
  const days = `${count} ${count === 1 ? 'day' : 'days'}`;
  const end = daysLeft < 0 ? `ended ${days} ago, on` : `end in ${days}, on`;
  const beyond =
    lastDay > until
      ? `later ones, to ${dateWords(lastDay)}, are provisional`
      : 'clocks that reach beyond are refused';
  return `Calendar ${edition}: official bank holidays ${end} ${dateWords(until)}; ${beyond}. Import a newer GOV.UK list.`;
}

function monthsAfter(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const lastOfMonth = addDays(firstOfMonth(count + 1), -1);
  const sameDay = addDays(firstOfMonth(count), day - 1);
  return sameDay < lastOfMonth ? sameDay : lastOfMonth;
}

/** `count` is the number of months since the year 0. */
function firstOfMonth(count: number): LocalDate {
  const year = String(Math.floor(count / 12)).padStart(4, '0');
  return `${year}-${String((count % 12) + 1).padStart(2, '0')}-01` as LocalDate;
}
