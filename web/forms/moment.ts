import { z } from 'zod';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../domain/instant.ts';
import { instantAt } from '../../domain/local-time.ts';
import { isDate } from '../view-models/birth.ts';
import type { FormBody } from './fields.ts';

const NOT_A_MOMENT =
  'Enter a real day, month, year and time, like 27 3 2027 and 14:05, or leave all of them empty';

/** The controls of a date with a time, named after their question. */
export const MOMENT_PARTS = ['day', 'month', 'year', 'time'] as const;

/** Collects the controls of the question `name` under its own name, for {@link optionalMoment}. */
export function gatherMoment(body: FormBody, name: string): FormBody {
  const parts = MOMENT_PARTS.map((part) => String(body[`${name}-${part}`] ?? '').trim());
  return { ...body, [name]: parts };
}

/** When something happened on the hub's wall clock; undefined when every control was left empty. */
export function optionalMoment(calendar: CalendarEdition) {
  return z.array(z.string()).transform((parts, context): Instant | undefined => {
    if (parts.every((part) => part === '')) return undefined;
    const instant = momentOf(parts, calendar);
    if (instant === undefined) context.addIssue(NOT_A_MOMENT);
    return instant;
  });
}

function momentOf(parts: readonly string[], calendar: CalendarEdition): Instant | undefined {
  const [day = '', month = '', year = '', time = ''] = parts;
  const clock = /^(\d{1,2})[:.](\d{2})$/.exec(time);
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const hours = Number(clock?.[1]);
  const minutes = Number(clock?.[2]);
  if (!isDate(date) || !(hours < 24) || !(minutes < 60)) return undefined;
  if (date < calendar.firstDay || date > calendar.lastDay) return undefined;
  return instantAt(date, hours * HOUR_MS + minutes * MINUTE_MS, calendar);
}
