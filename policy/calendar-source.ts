import type { BankHoliday } from '../domain/calendar-edition.ts';
import type { LocalDate } from '../domain/instant.ts';
import { bankHolidaysByRule } from './bank-holiday-rules.ts';
import { govUkBankHolidaysSchema } from './calendar-schema.ts';
import { EditionError, problemIn } from './edition-error.ts';

/** The official bank holidays of England and Wales as GOV.UK lists them. */
export type OfficialList = {
  /** Ascending, and without a gap: every year but the last is whole. */
  readonly days: readonly BankHoliday[];
  readonly firstYear: number;
  /** The last day the list speaks for: the end of its last year, or its last day while that year is listed in part. */
  readonly until: LocalDate;
};

const EVENTS = 'england-and-wales.events';

/**
 * Reads GOV.UK's `bank-holidays.json`. A year counts as listed in whole once the list reaches the last bank holiday
 * the year has by rule, Boxing Day or its substitute.
 * @param name what to call the document in a message: its file or address.
 * @throws EditionError when the document has another form, or a year before its last is not listed in whole: a
 * list with a hole would turn holidays into working days.
 */
export function officialList(document: unknown, name: string): OfficialList {
  const result = govUkBankHolidaysSchema.safeParse(document);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => problemIn(document, issue));
    throw new EditionError(name, problems);
  }
  const days = result.data['england-and-wales'].events
    .map(({ date, title, notes }) => ({ date, title: titleOf(title, notes) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) {
    throw new EditionError(name, [`${EVENTS}: must list at least one bank holiday`]);
  }
  const lastYear = yearOf(last.date);
  const isWhole = last.date >= lastDayByRule(lastYear);
  const problems = yearsFrom(yearOf(first.date), lastYear).flatMap((year) => {
    const isPart = year === lastYear && !isWhole;
    return isPart ? [] : holesIn(year, days);
  });
  if (problems.length > 0) throw new EditionError(name, problems);
  const until = isWhole ? (`${lastYear}-12-31` as LocalDate) : last.date;
  return { days, firstYear: yearOf(first.date), until };
}

/** The year of a civil date. */
export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** Both years included; none when `last` is before `first`. */
export function yearsFrom(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function titleOf(title: string, notes: string): string {
  return notes === 'Substitute day' ? `${title} (substitute day)` : title;
}

/** A proclamation may move a day or add one; none has ever left a year with fewer than the rule gives it. */
function holesIn(year: number, days: readonly BankHoliday[]): string[] {
  const listed = days.filter(({ date }) => yearOf(date) === year).length;
  const least = bankHolidaysByRule(year).length;
  return listed < least
    ? [`${EVENTS}: must list at least ${least} bank holidays for ${year}, not ${listed}`]
    : [];
}

function lastDayByRule(year: number): LocalDate {
  const last = bankHolidaysByRule(year).at(-1);
  if (last === undefined) throw new RangeError(`year: ${year} has no bank holiday by rule`);
  return last.date;
}
