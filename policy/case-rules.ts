import type { CalendarEdition } from '../domain/calendar-edition.ts';
import { DAY_MS, type Instant, type LocalDate } from '../domain/instant.ts';
import { addDays, assertCovered, daysBetween, instantAt, localTimeOf } from '../domain/local-time.ts';
import type { HubRules } from '../domain/policy.ts';

/**
 * The rules as a case takes them into its history: only the part of the calendar it can need.
 * @throws DomainError CALENDAR_EXHAUSTED when the contact was received outside the calendar's span
 */
export function rulesForCase(rules: HubRules, receivedAt: Instant): HubRules {
  const { date } = localTimeOf(receivedAt, rules.calendar);
  return { ...rules, calendar: calendarSlice(rules.calendar, date) };
}

/** More than two years: Early Help and what is agreed in a plan may last. */
const FOLLOW_ON_DAYS = 800;

/**
 * The rules as a case takes them into its history that follows a decision: the calendar from the receipt on, for what
 * counts from there.
 * @throws DomainError CALENDAR_EXHAUSTED when the contact was received outside the calendar's span
 */
export function rulesForFollowOn(
  rules: HubRules,
  { receivedAt, openedAt }: { readonly receivedAt: Instant; readonly openedAt: Instant },
): HubRules {
  const { date: from } = localTimeOf(receivedAt, rules.calendar);
  const { date: begins } = localTimeOf(openedAt, rules.calendar);
  const days = daysBetween(from, begins) + FOLLOW_ON_DAYS;
  return { ...rules, calendar: calendarSlice(rules.calendar, from, days) };
}

/** Long enough for the longest statutory limit, 45 working days, several times over; about 1 kB as JSON. */
const SLICE_DAYS = 400;

/**
 * The part of an edition one case needs: `days` days from `from` on, or fewer where the edition ends. It keeps the
 * edition's name; `firstDay` and `lastDay` are the slice's. `from` is the earliest local date the case counts
 * from, so the date of receipt and not of entry.
 * @throws DomainError CALENDAR_EXHAUSTED when `from` is outside the edition's span.
 */
export function calendarSlice(
  calendar: CalendarEdition,
  from: LocalDate,
  days: number = SLICE_DAYS,
): CalendarEdition {
  assertCovered(from, calendar);
  const wanted = addDays(from, days - 1);
  const lastDay = wanted < calendar.lastDay ? wanted : calendar.lastDay;
  const begins = instantAt(from, 0, calendar);
  const ends = instantAt(lastDay, DAY_MS, calendar);
  return {
    edition: calendar.edition,
    firstDay: from,
    lastDay,
    bankHolidays: calendar.bankHolidays.filter(({ date }) => from <= date && date <= lastDay),
    offsetChanges: calendar.offsetChanges.filter((change, index, all) => {
      const next = all[index + 1];
      return change.from <= ends && (next === undefined || next.from > begins);
    }),
  };
}
