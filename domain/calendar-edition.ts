import type { Instant, LocalDate } from './instant.ts';

export type BankHoliday = {
  readonly date: LocalDate;
  readonly title: string;
  /** Computed for a year GOV.UK has not listed yet; a later edition may say otherwise. */
  readonly provisional?: true;
  /** Added by hand to what GOV.UK lists, such as a day proclaimed since; never together with `provisional`. */
  readonly manual?: true;
};

/** From `from` on, local time is UTC plus `offsetMinutes`. */
export type OffsetChange = { readonly from: Instant; readonly offsetMinutes: number };

/**
 * Everything a clock needs to know about days: bank holidays in England and Wales, and the UTC-offset changes of
 * Europe/London. Closed span: arithmetic that leaves it is refused rather than guessed.
 */
export type CalendarEdition = {
  readonly edition: string;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  /** Ascending by date. Only days off: a holiday on a weekend appears as its substitute day. */
  readonly bankHolidays: readonly BankHoliday[];
  /** Ascending. Days left out by hand although GOV.UK lists them or the rule gives them, such as a day moved since. */
  readonly removedDays?: readonly LocalDate[];
  /** Ascending by instant; the first is in force on `firstDay`. */
  readonly offsetChanges: readonly OffsetChange[];
};
