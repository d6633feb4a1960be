import type { BankHoliday, CalendarEdition } from '../domain/calendar-edition.ts';
import type { LocalDate } from '../domain/instant.ts';

/** How sure a bank holiday is: on GOV.UK's list, computed beyond it, or added by hand. */
export type Standing = 'OFFICIAL' | 'PROVISIONAL' | 'MANUAL';

/** What one edition says about days that another does not. Each list is ascending by date. */
export type CalendarDiff = {
  readonly added: readonly BankHoliday[];
  readonly removed: readonly BankHoliday[];
  /** The same day under another title. */
  readonly renamed: readonly { readonly date: LocalDate; readonly from: string; readonly to: string }[];
  /** The same day, more sure than before or less; a provisional day that GOV.UK has listed since, for example. */
  readonly restated: readonly {
    readonly date: LocalDate;
    readonly title: string;
    readonly from: Standing;
    readonly to: Standing;
  }[];
  /** Whether the UTC offsets of Europe/London differ. */
  readonly offsetsDiffer: boolean;
};

/** From one edition to another. Their names, spans and removed days are not compared. */
export function calendarDiff(before: CalendarEdition, after: CalendarEdition): CalendarDiff {
  const former = new Map(before.bankHolidays.map((day) => [day.date, day]));
  const latter = new Set(after.bankHolidays.map(({ date }) => date));
  const kept = after.bankHolidays.flatMap((to) => {
    const from = former.get(to.date);
    return from === undefined ? [] : [{ from, to }];
  });
  return {
    added: after.bankHolidays.filter(({ date }) => !former.has(date)),
    removed: before.bankHolidays.filter(({ date }) => !latter.has(date)),
    renamed: kept
      .filter(({ from, to }) => from.title !== to.title)
      .map(({ from, to }) => ({ date: to.date, from: from.title, to: to.title })),
    restated: kept
      .filter(({ from, to }) => standingOf(from) !== standingOf(to))
      .map(({ from, to }) => ({
        date: to.date,
        title: to.title,
        from: standingOf(from),
        to: standingOf(to),
      })),
    offsetsDiffer: JSON.stringify(before.offsetChanges) !== JSON.stringify(after.offsetChanges),
  };
}

/** How sure a bank holiday is. */
export function standingOf({ provisional, manual }: BankHoliday): Standing {
  if (provisional) return 'PROVISIONAL';
  return manual ? 'MANUAL' : 'OFFICIAL';
}
