import type { BankHoliday, CalendarEdition } from '../domain/calendar-edition.ts';
import type { LocalDate } from '../domain/instant.ts';
import { bankHolidaysByRule } from './bank-holiday-rules.ts';
import { offsetChanges } from './calendar-offsets.ts';
import { type OfficialList, officialList, yearOf, yearsFrom } from './calendar-source.ts';
import { EditionError } from './edition-error.ts';
import { parseCalendar } from './editions.ts';

/** The years of an edition, both included. */
export type CalendarYears = { readonly firstYear: number; readonly lastYear: number };

/** What is changed by hand in what GOV.UK lists and the rule computes. */
export type ByHand = {
  /** Days proclaimed since the list, such as a coronation. */
  readonly additions?: readonly { readonly date: LocalDate; readonly title: string }[];
  /** Days that are no bank holiday after all, such as one moved for a year. */
  readonly removals?: readonly LocalDate[];
};

/**
 * The calendar edition of England and Wales for whole years: the days GOV.UK lists, then, from where its list ends,
 * the days the rule gives, marked provisional. What the list says is never mixed with computed days.
 * @param source GOV.UK's `bank-holidays.json`; `sourceName` is what a message calls it.
 * @throws EditionError when the list is unsound or begins after `firstYear`, when an addition stands on a day that
 * is a bank holiday anyway, or a removal on a day that is none.
 */
export function buildCalendar({
  source,
  sourceName = 'the GOV.UK list',
  name,
  additions = [],
  removals = [],
  ...years
}: { readonly source: unknown; readonly sourceName?: string; readonly name: string } & CalendarYears &
  ByHand): CalendarEdition {
  const list = officialList(source, sourceName);
  if (years.firstYear < list.firstYear) {
    throw new EditionError(name, [
      `firstYear: must not be before ${list.firstYear}, where ${sourceName} begins, not ${years.firstYear}`,
    ]);
  }
  const dates = new Set(daysOf(list, years).map(({ date }) => date));
  const problems = [
    ...additions
      .filter(({ date }) => dates.has(date))
      .map(({ date }) => `additions: ${date} is a bank holiday already`),
    ...additions
      .filter(({ date }) => !isWithin(date, years))
      .map(({ date }) => `additions: must be from ${years.firstYear} to ${years.lastYear}, not ${date}`),
    ...removals.filter((date) => !dates.has(date)).map((date) => `removals: ${date} is no bank holiday`),
  ];
  if (problems.length > 0) throw new EditionError(name, problems);
  return assembleCalendar(list, years, { name, additions, removals });
}

/**
 * Puts an edition together. An addition on a day that is listed or computed anyway says nothing new and is left
 * out; a removal is kept even when there is nothing to remove, so that the day stays out in later lists too.
 * @throws EditionError when the result is no sound edition.
 */
export function assembleCalendar(
  list: OfficialList,
  years: CalendarYears,
  { name, additions = [], removals = [] }: { readonly name: string } & ByHand,
): CalendarEdition {
  const firstDay = `${years.firstYear}-01-01` as LocalDate;
  const lastDay = `${years.lastYear}-12-31` as LocalDate;
  const days = daysOf(list, years).filter(({ date }) => !removals.includes(date));
  const byHand = additions
    .filter(({ date }) => isWithin(date, years) && !days.some((day) => day.date === date))
    .map(({ date, title }): BankHoliday => ({ date, title, manual: true }));
  const removedDays = [...removals].sort();
  const document = {
    edition: name,
    firstDay,
    lastDay,
    bankHolidays: [...days, ...byHand].sort((a, b) => (a.date < b.date ? -1 : 1)),
    ...(removedDays.length > 0 ? { removedDays } : {}),
    offsetChanges: offsetChanges(firstDay, lastDay),
  };
  return parseCalendar(document, name);
}

/** The text of an edition file. */
export function calendarText(calendar: CalendarEdition): string {
  return `${JSON.stringify(calendar, null, 2)}\n`;
}

/** Listed days as far as the list goes, computed ones from there on; those of the span. */
function daysOf({ days, until }: OfficialList, years: CalendarYears): BankHoliday[] {
  const computed = yearsFrom(yearOf(until), years.lastYear)
    .flatMap(bankHolidaysByRule)
    .filter(({ date }) => date > until)
    .map((day): BankHoliday => ({ ...day, provisional: true }));
  return [...days, ...computed].filter(({ date }) => isWithin(date, years));
}

function isWithin(date: LocalDate, { firstYear, lastYear }: CalendarYears): boolean {
  return firstYear <= yearOf(date) && yearOf(date) <= lastYear;
}
