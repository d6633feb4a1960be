import type { CalendarEdition } from '../domain/calendar-edition.ts';
import { officialUntil } from '../domain/calendar-alarm.ts';
import { assembleCalendar, type CalendarYears } from './calendar-build.ts';
import { type CalendarDiff, calendarDiff } from './calendar-diff.ts';
import { contentHash, namedByContent } from './calendar-name.ts';
import { type OfficialList, officialList } from './calendar-source.ts';
import { EditionError } from './edition-error.ts';

/** What a newer list of GOV.UK does to an edition. */
export type CalendarRefresh =
  | { readonly kind: 'UNCHANGED' }
  | ({ readonly kind: 'CHANGED'; readonly calendar: CalendarEdition } & CalendarDiff);

/**
 * The edition that follows `current` under a newer list. Days added and removed by hand are kept; a day added by
 * hand that GOV.UK has listed since becomes official. Years that GOV.UK has dropped from the front of its list keep
 * the days they had. The new edition is named by its content, so that the same list gives the same name wherever
 * and however often it is refreshed; a current edition with this content under another name is UNCHANGED.
 * @throws EditionError when the list is unsound, begins after `firstYear` with no official days at hand to fill the
 * gap, or ends before the current edition's official days do: a refresh never makes an official day a guess.
 */
export async function refreshedCalendar(
  current: CalendarEdition,
  govUk: unknown,
  years: CalendarYears,
): Promise<CalendarRefresh> {
  const list = officialList(govUk, SOURCE);
  assertNotShorter(list, current);
  const calendar = await namedByContent(
    assembleCalendar(withEarlierYears(list, current, years), years, {
      name: current.edition,
      additions: current.bankHolidays.filter(({ manual }) => manual),
      removals: current.removedDays ?? [],
    }),
  );
  if ((await contentHash(calendar)) === (await contentHash(current))) return { kind: 'UNCHANGED' };
  return { kind: 'CHANGED', calendar, ...calendarDiff(current, calendar) };
}

const SOURCE = 'the GOV.UK list';

function assertNotShorter({ until }: OfficialList, current: CalendarEdition): void {
  const held = officialUntil(current);
  if (until < held) {
    throw new EditionError(SOURCE, [
      `england-and-wales.events: must reach ${held}, where the official days of ${current.edition} end, not ${until}`,
    ]);
  }
}

/** The list, lengthened at its front by the official days `current` holds for years the list no longer names. */
function withEarlierYears(
  list: OfficialList,
  current: CalendarEdition,
  { firstYear }: CalendarYears,
): OfficialList {
  if (firstYear >= list.firstYear) return list;
  const from = `${firstYear}-01-01`;
  const to = `${list.firstYear - 1}-12-31`;
  if (current.firstDay > from || officialUntil(current) < to) {
    throw new EditionError(SOURCE, [
      `england-and-wales.events: must begin in ${firstYear}, not ${list.firstYear}: ${current.edition} has no official days from ${from} to ${to}`,
    ]);
  }
  const earlier = current.bankHolidays.filter(({ date, manual }) => from <= date && date <= to && !manual);
  return { ...list, days: [...earlier, ...list.days], firstYear };
}
