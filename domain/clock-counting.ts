import type { Clock } from './clock.ts';
import { type Pause, type Standstill, standstills } from './clock-pauses.ts';
import { countedTime, type SkippedDay, skippedDays, withoutStandstills } from './counting.ts';
import { type Instant, type LocalDate, msFromInstant } from './instant.ts';
import { localTimeOf, nextDay } from './local-time.ts';
import type { HubRules } from './policy.ts';
import { later, type OpenStretch } from './working-time.ts';

/** Time that counted without a day left out or a standstill in between. */
export type CountedRun = {
  readonly from: Instant;
  readonly to: Instant;
  readonly countedMs: number;
  readonly days: number;
};

/** Days in a row that did not count for one reason; `last` is one of them. */
export type SkippedRun = { readonly first: LocalDate; readonly last: LocalDate; readonly reason: string };

/** A time the clock stood still; with `lasts` it still does, and `until` is the instant of looking. */
export type Stillness = Standstill & { readonly pauses: number; readonly lasts: boolean };

/** How a clock came to be due at an instant, under the rules that say so. */
export type ClockCounting = {
  readonly rules: HubRules;
  readonly counted: readonly CountedRun[];
  /** One by one; those of a standstill are left out. */
  readonly skippedDays: readonly SkippedDay[];
  readonly skipped: readonly SkippedRun[];
};

/**
 * What counted from the start of a clock to the instant it is due, and what did not.
 * @throws DomainError CALENDAR_EXHAUSTED outside the edition's span.
 */
export function countClock(
  { startedAt, limit }: Clock,
  dueAt: Instant,
  stills: readonly Stillness[],
  rules: HubRules,
): ClockCounting {
  const span = { start: startedAt, due: dueAt, limit };
  const still = stills.map((stillness) => wholeDaysOf(stillness, rules));
  const days = skippedDays(span, rules).filter(
    ({ date }) => !still.some(({ first, before }) => first <= date && date < before),
  );
  const stretches = countedTime(span, rules).flatMap((stretch) => withoutStandstills(stretch, stills));
  return {
    rules,
    counted: countedRuns(stretches, days, stills),
    skippedDays: days,
    skipped: skippedRuns(days),
  };
}

/** The times a clock stood still by `now`, ascending and apart, the one that lasts included. */
export function stillnessOf({ pauses = [] }: Clock, now: Instant): Stillness[] {
  return standstills(endedBy(now, pauses)).map(({ from, until }) => {
    const within = pauses.filter((pause) => from <= pause.from && pause.from <= until);
    return { from, until, pauses: within.length, lasts: within.some((pause) => pause.until === undefined) };
  });
}

/** Pauses with those that last ended at `now`, as if the clock ran on then; never before they began. */
export function endedBy(now: Instant, pauses: readonly Pause[]): Pause[] {
  return pauses.map((pause) => ({ ...pause, until: pause.until ?? later(now, pause.from) }));
}

/** A time without a gap as civil dates: `first` is the first whole day, `before` the day after the last. */
type WholeDays = { readonly first: LocalDate; readonly before: LocalDate };

function wholeDaysOf({ from, until }: Standstill, { calendar }: HubRules): WholeDays {
  const begins = localTimeOf(from, calendar);
  return {
    first: begins.msOfDay === 0 ? begins.date : nextDay(begins.date),
    before: localTimeOf(until, calendar).date,
  };
}

function countedRuns(
  stretches: readonly OpenStretch[],
  skipped: readonly SkippedDay[],
  stills: readonly Standstill[],
): CountedRun[] {
  const runs: (CountedRun & { readonly lastDate: LocalDate })[] = [];
  for (const { date, from, to } of stretches) {
    const last = runs.at(-1);
    const countedMs = msFromInstant(to) - msFromInstant(from);
    const isApart =
      last === undefined ||
      skipped.some((day) => last.lastDate < day.date && day.date < date) ||
      stills.some((still) => still.from < from && last.to < still.until);
    if (isApart) {
      runs.push({ from, to, countedMs, days: 1, lastDate: date });
    } else {
      const days = last.days + (last.lastDate === date ? 0 : 1);
      runs[runs.length - 1] = {
        from: last.from,
        to,
        countedMs: last.countedMs + countedMs,
        days,
        lastDate: date,
      };
    }
  }
  return runs.map(({ lastDate: _lastDate, ...run }) => run);
}

function skippedRuns(days: readonly SkippedDay[]): SkippedRun[] {
  const runs: SkippedRun[] = [];
  for (const { date, reason } of days) {
    const last = runs.at(-1);
    if (last !== undefined && last.reason === reason && nextDay(last.last) === date) {
      runs[runs.length - 1] = { ...last, last: date };
    } else {
      runs.push({ first: date, last: date, reason });
    }
  }
  return runs;
}
