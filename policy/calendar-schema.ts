import { z } from 'zod';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import { MINUTE_MS } from '../domain/instant.ts';
import { instant, localDate, words } from './edition-fields.ts';

const calendarFields = z.strictObject({
  edition: words,
  firstDay: localDate,
  lastDay: localDate,
  bankHolidays: z.array(
    z
      .strictObject({
        date: localDate,
        title: words,
        provisional: z.literal(true).exactOptional(),
        manual: z.literal(true).exactOptional(),
      })
      .refine(({ provisional, manual }) => !(provisional && manual), {
        path: ['manual'],
        message: 'must not stand beside provisional: a day added by hand is certain',
      }),
  ),
  removedDays: z.array(localDate).exactOptional(),
  offsetChanges: z
    .array(z.strictObject({ from: instant, offsetMinutes: z.int().min(-720).max(840) }))
    .min(1, 'must say which offset is in force on firstDay'),
});

/** A calendar edition file: every field known, in order, and inside its own span. */
export const calendarSchema: z.ZodType<CalendarEdition> = calendarFields.superRefine((calendar, context) => {
  const refuse = (path: PropertyKey[], message: string, input: unknown) =>
    context.addIssue({ code: 'custom', path, message, input });
  const { firstDay, lastDay, bankHolidays, removedDays = [], offsetChanges } = calendar;
  if (lastDay < firstDay) {
    refuse(['lastDay'], `must not be before firstDay ${firstDay}`, lastDay);
  }
  for (const [index, { date }] of bankHolidays.entries()) {
    const before = bankHolidays[index - 1];
    if (before !== undefined && date <= before.date) {
      refuse(['bankHolidays', index, 'date'], `must be later than ${before.date} before it`, date);
    }
    if (date < firstDay || date > lastDay) {
      refuse(['bankHolidays', index, 'date'], `must be from ${firstDay} to ${lastDay}`, date);
    }
  }
  for (const [index, date] of removedDays.entries()) {
    const before = removedDays[index - 1];
    if (before !== undefined && date <= before) {
      refuse(['removedDays', index], `must be later than ${before} before it`, date);
    }
    if (bankHolidays.some((holiday) => holiday.date === date)) {
      refuse(['removedDays', index], 'must not be among bankHolidays', date);
    }
  }
  for (const [index, { from }] of offsetChanges.entries()) {
    const before = offsetChanges[index - 1];
    if (before !== undefined && from <= before.from) {
      refuse(['offsetChanges', index, 'from'], `must be later than ${before.from} before it`, from);
    }
  }
  const first = offsetChanges[0];
  if (
    first !== undefined &&
    Date.parse(first.from) > Date.parse(firstDay) - first.offsetMinutes * MINUTE_MS
  ) {
    refuse(['offsetChanges', 0, 'from'], `must be in force when ${firstDay} begins`, first.from);
  }
});

/** GOV.UK's `bank-holidays.json`, as far as it is read here. */
export const govUkBankHolidaysSchema = z.object({
  'england-and-wales': z.object({
    division: z.literal('england-and-wales'),
    events: z.array(z.object({ title: words, date: localDate, notes: z.string(), bunting: z.boolean() })),
  }),
});
