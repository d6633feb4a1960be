import type { BankHoliday, CalendarEdition } from './calendar-edition.ts';
import { type LocalDate, MINUTE_MS, msFromInstant } from './instant.ts';

/** A stretch of time under one UTC offset; `untilMs` is excluded, and infinite for the last. */
export type OffsetSpan = { readonly fromMs: number; readonly untilMs: number; readonly offsetMs: number };

/** A calendar edition prepared for look-ups by date and by milliseconds since 1970-01-01T00:00:00Z. */
export type CalendarIndex = {
  readonly bankHolidays: ReadonlyMap<LocalDate, BankHoliday>;
  /** Ascending, without gaps. */
  readonly offsetSpans: readonly OffsetSpan[];
};

/** Editions never change, and reading one anew for every day would be most of the cost of a due instant. */
const indexes = new WeakMap<CalendarEdition, CalendarIndex>();

/** The index of an edition, made when it is first asked for. */
export function indexOf(calendar: CalendarEdition): CalendarIndex {
  const known = indexes.get(calendar);
  if (known !== undefined) {
    return known;
  }
  const index = { bankHolidays: holidaysByDate(calendar), offsetSpans: offsetSpans(calendar) };
  indexes.set(calendar, index);
  return index;
}

function holidaysByDate({ bankHolidays }: CalendarEdition): CalendarIndex['bankHolidays'] {
  return new Map(bankHolidays.map((holiday) => [holiday.date, holiday]));
}

function offsetSpans({ offsetChanges }: CalendarEdition): readonly OffsetSpan[] {
  return offsetChanges.map(({ from, offsetMinutes }, position) => {
    const next = offsetChanges[position + 1];
    return {
      fromMs: msFromInstant(from),
      untilMs: next === undefined ? Infinity : msFromInstant(next.from),
      offsetMs: offsetMinutes * MINUTE_MS,
    };
  });
}
