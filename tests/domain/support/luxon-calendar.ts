import { DateTime } from 'luxon';
import type { CalendarEdition, OffsetChange } from '../../../domain/calendar-edition.ts';
import type { Instant, LocalDate } from '../../../domain/instant.ts';
import { daysOff } from './luxon-hub.ts';

/** A calendar edition for years the shipped one leaves out, from luxon and date-holidays. */
export function luxonCalendar(firstYear: number, lastYear: number): CalendarEdition {
  return {
    edition: `luxon-${firstYear}-${lastYear}`,
    firstDay: `${firstYear}-01-01` as LocalDate,
    lastDay: `${lastYear}-12-31` as LocalDate,
    bankHolidays: daysOff(firstYear, lastYear)
      .filter(({ date }) => DateTime.fromISO(date, { zone: 'utc' }).weekday <= 5)
      .map(({ date, title }) => ({ date: date as LocalDate, title })),
    offsetChanges: offsetChanges(firstYear, lastYear),
  };
}

/** In London clocks change on the hour, so a day on which they do is searched hour by hour. */
function offsetChanges(firstYear: number, lastYear: number): OffsetChange[] {
  const changes = [changeAt(DateTime.utc(firstYear))];
  for (let day = DateTime.utc(firstYear); day.year <= lastYear; day = day.plus({ days: 1 })) {
    const before = londonOffset(day);
    if (londonOffset(day.plus({ days: 1 })) === before) continue;
    let hour = day;
    while (londonOffset(hour) === before) hour = hour.plus({ hours: 1 });
    changes.push(changeAt(hour));
  }
  return changes;
}

function changeAt(hour: DateTime): OffsetChange {
  return {
    from: `${hour.toFormat("yyyy-MM-dd'T'HH")}:00:00.000Z` as Instant,
    offsetMinutes: londonOffset(hour),
  };
}

function londonOffset(instant: DateTime): number {
  return instant.setZone('Europe/London').offset;
}
