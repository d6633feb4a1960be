import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { Clock } from '../domain/clock.ts';
import { CLOCK_NAMES } from '../domain/vocabulary.ts';
import { dueWords } from '../domain/words.ts';

/** The label of a clock's timer in the Temporal UI, such as `Decision due Tue 7 Apr 2026 16:50`. */
export function timerSummary(clock: Clock, calendar: CalendarEdition): string {
  const due = dueWords(clock.dueAt, calendar);
  const name = CLOCK_NAMES[clock.kind];
  return clock.status === 'LATE' ? `${name} LATE since ${due}` : `${name} due ${due}`;
}
