import { z } from 'zod';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { DAY_MS, type Instant, isCivilDate } from '../../domain/instant.ts';
import { addDays, instantAt, localTimeOf } from '../../domain/local-time.ts';

/** A day in the address of a page; one that is none is left out. */
export const DAY_OF_PERIOD = z.string().refine(isCivilDate).optional().catch(undefined);

const DAYS_SHOWN = 90;

/** The days a page of counts is about, both included: those asked for, or the last ninety. */
export function periodShown(
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Instant,
  calendar: CalendarEdition,
) {
  const today = localTimeOf(now, calendar).date;
  const [from = addDays(today, -DAYS_SHOWN), to = today] = [asked.from, asked.to].map((date) =>
    date !== undefined && isCivilDate(date) && calendar.firstDay <= date && date <= calendar.lastDay
      ? date
      : undefined,
  );
  return { from, to, period: { from: instantAt(from, 0, calendar), to: instantAt(to, DAY_MS, calendar) } };
}
