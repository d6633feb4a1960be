import Holidays from 'date-holidays';
import { DateTime } from 'luxon';
import type { HubPolicy, Limit, Weekday } from '../../../domain/policy.ts';

const ZONE = 'Europe/London';

/** One day of a hub, in milliseconds since 1970; `hours` only when the doors open that day. */
export type HubDay = {
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isWeekend: boolean;
  readonly isWorkingDay: boolean;
  readonly hours?: { readonly opensMs: number; readonly closesMs: number };
};

/**
 * Days off in England and Wales by date-holidays, which gives the day itself and its substitute. It knows the days
 * moved and proclaimed since 2020 (8 May 2020, 2 and 3 June 2022, 19 September 2022, 8 May 2023) but gets 2012, 2002
 * and 1999 wrong, so it serves from 2013 on.
 */
export function daysOff(firstYear: number, lastYear: number): { date: string; title: string }[] {
  const england = new Holidays('GB', 'ENG');
  return Array.from({ length: lastYear - firstYear + 1 }, (_, index) =>
    england.getHolidays(firstYear + index),
  )
    .flat()
    .filter(({ type }) => type === 'public')
    .map(({ date, name }) => ({ date: date.slice(0, 10), title: name }));
}

type LondonDay = Omit<HubDay, 'hours'> & { readonly midnight: DateTime; readonly weekday: Weekday };

/** Every day of these years, both included. */
export function londonDays(firstYear: number, lastYear: number): LondonDay[] {
  const off = new Set(daysOff(firstYear, lastYear).map(({ date }) => date));
  const days: LondonDay[] = [];
  let midnight = DateTime.fromObject({ year: firstYear }, { zone: ZONE });
  while (midnight.year <= lastYear) {
    const next = midnight.plus({ days: 1 });
    const date = midnight.toFormat('yyyy-MM-dd');
    const isWeekend = midnight.weekday > 5;
    days.push({
      midnight,
      date,
      weekday: midnight.setLocale('en').toFormat('cccc').toLowerCase() as Weekday,
      startMs: midnight.toMillis(),
      endMs: next.toMillis(),
      isWeekend,
      isWorkingDay: !isWeekend && !off.has(date),
    });
    midnight = next;
  }
  return days;
}

/**
 * A second reading of the clock rules, to hold the core against: it walks days with luxon and date-holidays and
 * shares no code with `domain/`. Of the core's rules it takes the policy only.
 */
export class LuxonHub {
  readonly days: readonly HubDay[];
  private readonly mode: HubPolicy['oneWorkingDay'];

  constructor(policy: HubPolicy, days: readonly LondonDay[]) {
    this.mode = policy.oneWorkingDay;
    this.days = days.map(({ midnight, weekday, ...day }) => {
      const hours = day.isWorkingDay ? policy.openingHours[weekday] : null;
      if (hours === null) return day;
      const [opensMs, closesMs] = [timeOf(midnight, hours.opens), timeOf(midnight, hours.closes)];
      return { ...day, hours: { opensMs, closesMs } };
    });
  }

  /** The day an instant falls on. */
  dayOf(ms: number): HubDay {
    return this.day(this.indexOf(ms));
  }

  dueMs(startMs: number, { amount, unit, at }: Limit): number {
    switch (unit) {
      case 'WD':
        if (at !== undefined) return this.timeOfWorkingDay(startMs, amount, at);
        return amount === 1 && this.mode === 'SAME_TIME_NEXT_WD'
          ? this.sameTimeNextDay(startMs)
          : this.closing(startMs, amount);
      case 'WH':
        return this.afterHubHours(startMs, amount);
      case 'CH':
        return london(startMs).plus({ hours: amount }).toMillis();
      case 'CD':
        return london(startMs)
          .startOf('day')
          .plus({ days: amount + 1 })
          .toMillis();
    }
  }

  private sameTimeNextDay(startMs: number): number {
    const today = this.indexOf(startMs);
    const { hours } = this.day(today);
    if (hours === undefined || startMs <= hours.opensMs || startMs >= hours.closesMs) {
      const isBeforeOpening = hours !== undefined && startMs <= hours.opensMs;
      return this.openDayFrom(isBeforeOpening ? today : today + 1).hours.closesMs;
    }
    const next = this.openDayFrom(today + 1);
    const [year, month, day] = next.date.split('-').map(Number);
    const sameTime = london(startMs)
      .set({ year: year ?? 0, month: month ?? 0, day: day ?? 0 })
      .toMillis();
    return Math.min(Math.max(sameTime, next.hours.opensMs), next.hours.closesMs);
  }

  private closing(startMs: number, workingDays: number): number {
    let index = this.indexOf(startMs);
    for (let left = workingDays; left > 0; left -= this.day(index).isWorkingDay ? 1 : 0) index += 1;
    return this.openDayFrom(index).hours.closesMs;
  }

  private timeOfWorkingDay(startMs: number, workingDays: number, time: string): number {
    const today = this.day(this.indexOf(startMs));
    const isToCome = today.isWorkingDay && timeOn(today, time) > startMs;
    let index = this.indexOf(startMs);
    for (
      let left = workingDays - (isToCome ? 1 : 0);
      left > 0;
      left -= this.day(index).isWorkingDay ? 1 : 0
    ) {
      index += 1;
    }
    return timeOn(this.day(index), time);
  }

  private afterHubHours(startMs: number, amount: number): number {
    let leftMs = amount * 3_600_000;
    for (let index = this.indexOf(startMs); ; index += 1) {
      const { hours } = this.day(index);
      const fromMs = Math.max(startMs, hours?.opensMs ?? Infinity);
      const openMs = Math.max(0, (hours?.closesMs ?? 0) - fromMs);
      if (openMs >= leftMs) return fromMs + leftMs;
      leftMs -= openMs;
    }
  }

  private openDayFrom(index: number): HubDay & { hours: NonNullable<HubDay['hours']> } {
    for (let position = index; ; position += 1) {
      const day = this.day(position);
      if (day.hours !== undefined) return { ...day, hours: day.hours };
    }
  }

  private indexOf(ms: number): number {
    // A day is 23 to 25 hours long, so the guess is one off at most.
    const guess = Math.floor((ms - this.day(0).startMs) / 86_400_000);
    if (ms < this.day(guess).startMs) return guess - 1;
    return ms >= this.day(guess).endMs ? guess + 1 : guess;
  }

  private day(index: number): HubDay {
    const day = this.days[index];
    if (day === undefined) throw new RangeError(`No day number ${index}`);
    return day;
  }
}

function london(ms: number): DateTime {
  return DateTime.fromMillis(ms, { zone: ZONE });
}

function timeOn({ startMs }: HubDay, time: string): number {
  return timeOf(london(startMs), time);
}

function timeOf(midnight: DateTime, time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return midnight.set({ hour: hour ?? 0, minute: minute ?? 0 }).toMillis();
}
