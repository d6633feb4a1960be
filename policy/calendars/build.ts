/**
 * Builds the shipped calendar edition from GOV.UK's list of bank holidays and the time zone data of this machine:
 * `npx tsx policy/calendars/build.ts`. An edition that was shipped once is never written again under its name:
 * cases and ledger rows name it. How to ship the next one: docs/calendar-editions.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { CalendarEdition } from '../../domain/calendar-edition.ts';
import { buildCalendar, calendarText } from '../calendar-build.ts';

const FIRST_YEAR = 2024;
const LAST_YEAR = 2040;
const NAME = `england-and-wales-${FIRST_YEAR}-${LAST_YEAR}`;

/** GOV.UK's `bank-holidays.json` as it was when the edition was made. */
export const GOV_UK_FILE = new URL('./gov-uk-bank-holidays.json', import.meta.url);

/** Where the built edition is committed. */
export const CALENDAR_FILE = new URL(`./${NAME}.json`, import.meta.url);

/** The edition these sources give. */
export function shippedCalendar(): CalendarEdition {
  const source: unknown = JSON.parse(readFileSync(GOV_UK_FILE, 'utf8'));
  return buildCalendar({ source, firstYear: FIRST_YEAR, lastYear: LAST_YEAR, name: NAME });
}

const isRunDirectly = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
if (isRunDirectly) {
  writeFileSync(CALENDAR_FILE, calendarText(shippedCalendar()));
}
