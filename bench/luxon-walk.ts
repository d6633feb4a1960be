import { DateTime } from 'luxon';
import type { Instant } from '../domain/instant.ts';
import { type HubRules, type Limit, WEEKDAYS } from '../domain/policy.ts';

const ZONE = 'Europe/London';
const HOUR_MS = 3_600_000;

/**
 * The usual way to compute a due instant: luxon for the zone, one day after the other, a set of bank holidays. Same
 * time on the next working day, closings and working hours only.
 */
export function luxonDueMs(
  start: Instant,
  limit: Limit,
  { policy }: HubRules,
  holidays: ReadonlySet<string>,
): number {
  const isWorkingDay = (day: DateTime) => day.weekday <= 5 && !holidays.has(day.toISODate() ?? '');
  const hoursOn = (day: DateTime) => {
    const weekday = WEEKDAYS[day.weekday - 1];
    const hours = weekday === undefined ? null : policy.openingHours[weekday];
    return isWorkingDay(day) && hours !== null
      ? { opens: timeOn(day, hours.opens), closes: timeOn(day, hours.closes) }
      : undefined;
  };
  const openDayAfter = (day: DateTime) => {
    for (let next = day.plus({ days: 1 }); ; next = next.plus({ days: 1 })) {
      const hours = hoursOn(next);
      if (hours !== undefined) return hours;
    }
  };
  const from = DateTime.fromISO(start, { zone: ZONE });

  if (limit.unit === 'WH') {
    let leftMs = limit.amount * HOUR_MS;
    for (let day = from; ; day = day.plus({ days: 1 })) {
      const hours = hoursOn(day);
      if (hours === undefined) continue;
      const begins = DateTime.max(from, hours.opens);
      const openMs = Math.max(0, hours.closes.toMillis() - begins.toMillis());
      if (leftMs <= openMs) return begins.toMillis() + leftMs;
      leftMs -= openMs;
    }
  }
  if (limit.amount > 1) {
    let day = from;
    for (let left = limit.amount; left > 0; left -= isWorkingDay(day) ? 1 : 0) day = day.plus({ days: 1 });
    return (hoursOn(day) ?? openDayAfter(day)).closes.toMillis();
  }
  const today = hoursOn(from);
  if (today !== undefined && from <= today.opens) return today.closes.toMillis();
  const next = openDayAfter(from);
  if (today === undefined || from >= today.closes) return next.closes.toMillis();
  const { year, month, day } = next.opens;
  return DateTime.min(DateTime.max(from.set({ year, month, day }), next.opens), next.closes).toMillis();
}

function timeOn(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 });
}
