import { bankHolidayOn, isWeekend, isWorkingDay } from './calendar.ts';
import type { Standstill } from './clock-pauses.ts';
import { DAY_MS, earlier, type Instant, type LocalDate } from './instant.ts';
import { countsHubHours } from './limits.ts';
import { instantAt, localTimeOf, nextDay } from './local-time.ts';
import type { HubRules, Limit } from './policy.ts';
import { later, type OpenStretch, openingOn, openTimeBetween } from './working-time.ts';

/** A day between start and due that did not count, and why: a bank holiday's title, `weekend`, `hub closed`. */
export type SkippedDay = { readonly date: LocalDate; readonly reason: string };

/** What lies between the start of a limit and the instant it is due. */
export type Span = { readonly start: Instant; readonly due: Instant; readonly limit: Limit };

/**
 * The time that counted, day by day: hub hours for WD and WH, all hours for CH and CD. The day of the event is left
 * out where it is day 0.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function countedTime({ start, due, limit }: Span, rules: HubRules): OpenStretch[] {
  const { date: dayZero } = localTimeOf(start, rules.calendar);
  const time = countsHubHours(limit.unit)
    ? openTimeBetween(start, due, rules)
    : elapsedTimeBetween(start, due, rules);
  return countsWholeDays(limit, rules) ? time.filter((stretch) => stretch.date > dayZero) : time;
}

/**
 * The days that did not count; none for CH and CD, which count every day.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function skippedDays({ start, due, limit }: Span, rules: HubRules): SkippedDay[] {
  const skipped: SkippedDay[] = [];
  if (!countsHubHours(limit.unit)) {
    return skipped;
  }
  const lastDate = localTimeOf(due, rules.calendar).date;
  for (let { date } = localTimeOf(start, rules.calendar); date <= lastDate; date = nextDay(date)) {
    const counts = countsDays(limit, rules)
      ? isWorkingDay(date, rules.calendar)
      : openingOn(date, rules) !== undefined;
    if (!counts) {
      skipped.push({ date, reason: reasonToSkip(date, rules) });
    }
  }
  return skipped;
}

/** Whether a limit counts whole days after the day of the event, rather than time from the instant on. */
export function countsWholeDays({ amount, unit, at }: Limit, rules: HubRules): boolean {
  if (unit === 'CD') return amount > 0;
  if (unit !== 'WD' || at !== undefined) return false;
  return amount > 1 || rules.policy.oneWorkingDay === 'END_OF_NEXT_WD';
}

/** What is left of a stretch of time when a clock stood still meanwhile; `stills` ascend and lie apart. */
export function withoutStandstills(stretch: OpenStretch, stills: readonly Standstill[]): OpenStretch[] {
  let rest: OpenStretch[] = [stretch];
  for (const { from, until } of stills) {
    rest = rest.flatMap((part) =>
      from >= part.to || until <= part.from
        ? [part]
        : [
            { ...part, to: later(part.from, from) },
            { ...part, from: earlier(part.to, until) },
          ].filter((left) => left.from < left.to),
    );
  }
  return rest;
}

/** Whether a working day counts though the hub is shut on it. */
function countsDays(limit: Limit, rules: HubRules): boolean {
  return limit.at !== undefined || countsWholeDays(limit, rules);
}

function elapsedTimeBetween(start: Instant, due: Instant, { calendar }: HubRules): OpenStretch[] {
  const stretches: OpenStretch[] = [];
  for (let { date } = localTimeOf(start, calendar); ; date = nextDay(date)) {
    const midnight = instantAt(date, DAY_MS, calendar);
    stretches.push({ date, from: later(start, instantAt(date, 0, calendar)), to: earlier(due, midnight) });
    if (due <= midnight) {
      return stretches;
    }
  }
}

function reasonToSkip(date: LocalDate, { calendar }: HubRules): string {
  const holiday = bankHolidayOn(date, calendar);
  if (holiday !== undefined) return holiday.provisional ? `${holiday.title} (provisional)` : holiday.title;
  return isWeekend(date) ? 'weekend' : 'hub closed';
}
