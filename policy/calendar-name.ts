import type { CalendarEdition } from '../domain/calendar-edition.ts';
import { editionHash } from './edition-hash.ts';

/**
 * The edition under a name that follows from its content, such as `england-and-wales-2024-2040-1f0c9a3e`: its years
 * and the first 8 hex digits of {@link contentHash}.
 */
export async function namedByContent(calendar: CalendarEdition): Promise<CalendarEdition> {
  const years = `${calendar.firstDay.slice(0, 4)}-${calendar.lastDay.slice(0, 4)}`;
  const hash = await contentHash(calendar);
  return { ...calendar, edition: `england-and-wales-${years}-${hash.slice(0, 8)}` };
}

/** SHA-256 of all an edition says except its name: equal for editions that count every day alike. */
export async function contentHash({ edition: _name, ...content }: CalendarEdition): Promise<string> {
  return editionHash(content);
}
