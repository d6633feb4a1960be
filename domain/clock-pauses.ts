import { addMs, type Instant, msFromInstant } from './instant.ts';
import { addDays, daysBetween, instantAt, localTimeOf } from './local-time.ts';
import type { HubRules, TimeUnit } from './policy.ts';
import type { SealedText } from './sealed-text.ts';
import { addWorkingTime, later, workingTimeBetween } from './working-time.ts';

/** One reason for a clock to stand still. Several may hold at once; the clock runs on when the last has ended. */
export type Pause = {
  /** Numbered from 1 for each clock. */
  readonly no: number;
  readonly from: Instant;
  /** Absent while it lasts. */
  readonly until?: Instant;
  readonly reason: SealedText;
  readonly pausedBy: string;
  readonly endedBy?: string;
};

/** A time during which a clock stood still. */
export type Standstill = { readonly from: Instant; readonly until: Instant };

/** The times a clock stood still, ascending and apart: pauses that overlap count once. Those that last are left out. */
export function standstills(pauses: readonly Pause[]): Standstill[] {
  const merged: Standstill[] = [];
  const ended = pauses.flatMap(({ from, until }) => (until === undefined ? [] : [{ from, until }]));
  for (const { from, until } of ended.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))) {
    const last = merged.at(-1);
    if (last === undefined || from > last.until) merged.push({ from, until });
    else if (until > last.until) merged[merged.length - 1] = { from: last.from, until };
  }
  return merged;
}

/**
 * Moves an instant of a clock's schedule on by the time the clock stood still before it or from it on: by as many hub
 * hours as the pause had for WD and WH, by its elapsed time for CH, by the midnights it crossed for CD. Nothing falls
 * due while the clock stands still, so the result never lies inside a standstill.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function afterPauses(
  instant: Instant,
  unit: TimeUnit,
  pauses: readonly Pause[],
  rules: HubRules,
): Instant {
  return standstills(pauses).reduce(
    (moved, pause) => (pause.from <= moved ? later(movedBy(moved, unit, pause, rules), pause.until) : moved),
    instant,
  );
}

function movedBy(instant: Instant, unit: TimeUnit, { from, until }: Standstill, rules: HubRules): Instant {
  switch (unit) {
    case 'WD':
    case 'WH':
      return addWorkingTime(instant, workingTimeBetween(from, until, rules), rules);
    case 'CH':
      return addMs(instant, msFromInstant(until) - msFromInstant(from));
    case 'CD': {
      const { calendar } = rules;
      const days = daysBetween(localTimeOf(from, calendar).date, localTimeOf(until, calendar).date);
      const { date, msOfDay } = localTimeOf(instant, calendar);
      return instantAt(addDays(date, days), msOfDay, calendar);
    }
  }
}
