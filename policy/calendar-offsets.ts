import { DateTime } from 'luxon';
import type { OffsetChange } from '../domain/calendar-edition.ts';
import { instantFromMs, type LocalDate, MINUTE_MS } from '../domain/instant.ts';

const ZONE = 'Europe/London';

/**
 * The UTC offset of Europe/London in force when `firstDay` begins, then each change until `lastDay` ends, by the
 * time zone data of this machine.
 */
export function offsetChanges(firstDay: LocalDate, lastDay: LocalDate): OffsetChange[] {
  const begin = DateTime.fromISO(firstDay, { zone: ZONE });
  const end = DateTime.fromISO(lastDay, { zone: ZONE }).plus({ days: 1 });
  const changes = [{ from: instantFromMs(begin.toMillis()), offsetMinutes: begin.offset }];
  for (let day = begin; day < end; day = day.plus({ days: 1 })) {
    const next = day.plus({ days: 1 });
    if (next.offset !== day.offset) {
      changes.push(changeWithin(day.toMillis(), next.toMillis()));
    }
  }
  return changes;
}

/** Halves the span down to the first minute that has the new offset; offsets change on whole minutes. */
function changeWithin(fromMs: number, toMs: number): OffsetChange {
  const offsetAt = (ms: number) => DateTime.fromMillis(ms, { zone: ZONE }).offset;
  let before = fromMs;
  let after = toMs;
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / MINUTE_MS / 2) * MINUTE_MS;
    if (offsetAt(middle) === offsetAt(fromMs)) {
      before = middle;
    } else {
      after = middle;
    }
  }
  return { from: instantFromMs(after), offsetMinutes: offsetAt(after) };
}
