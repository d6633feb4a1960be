import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { LocalDate } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { calendarSchema } from './calendar-schema.ts';
import { referralPolicy } from './case-policy.ts';
import { calendarSlice } from './case-rules.ts';
import { EditionError, problemIn } from './edition-error.ts';
import type { PolicyEdition } from './policy-edition.ts';
import { brokenRules } from './policy-rules.ts';
import { policySchema } from './policy-schema.ts';

export { calendarSlice } from './case-rules.ts';
export { EditionError } from './edition-error.ts';

const HUBS = new URL('./hubs/', import.meta.url);
const CALENDARS = new URL('./calendars/', import.meta.url);
const DEFAULT_POLICY = new URL('default.json', HUBS);
const DEFAULT_CALENDAR = new URL('england-and-wales-2024-2040.json', CALENDARS);

/**
 * Reads and checks a hub policy file.
 * @throws EditionError when it is no JSON or breaks a rule.
 */
export function loadPolicy(file: string | URL): PolicyEdition {
  return parsePolicy(jsonIn(file), pathOf(file));
}

/**
 * Reads and checks a calendar edition file.
 * @throws EditionError when it is no JSON or breaks a rule.
 */
export function loadCalendar(file: string | URL): CalendarEdition {
  return parseCalendar(jsonIn(file), pathOf(file));
}

/**
 * Checks a hub policy from elsewhere; `name` is what errors call it. The edition is the document, nothing added.
 * @throws EditionError when it breaks a rule.
 */
export function parsePolicy(document: unknown, name: string): PolicyEdition {
  const edition = shaped(document, policySchema, name);
  const broken = brokenRules(edition, judgedCalendar());
  if (broken.length > 0) {
    throw new EditionError(
      name,
      broken.map((rule) => problemIn(document, rule)),
    );
  }
  return edition;
}

/**
 * Reads a policy that was judged when it was published: rules that were tightened since do not make it unreadable.
 * @throws EditionError when it is no policy at all.
 */
export function readPublishedPolicy(document: unknown, name: string): PolicyEdition {
  return shaped(document, policySchema, name);
}

/**
 * Checks a calendar edition from elsewhere; `name` is what errors call it.
 * @throws EditionError when it breaks a rule.
 */
export function parseCalendar(document: unknown, name: string): CalendarEdition {
  return shaped(document, calendarSchema, name);
}

/** The editions a hub starts with: the default policy and the calendar of England and Wales. */
export function defaultEditions(): { readonly policy: PolicyEdition; readonly calendar: CalendarEdition } {
  return { policy: loadPolicy(DEFAULT_POLICY), calendar: loadCalendar(DEFAULT_CALENDAR) };
}

/** The rules a hub starts with: a referral's part of the default policy, and the whole calendar. */
export function defaultRules(): HubRules {
  const { policy, calendar } = defaultEditions();
  return { policy: referralPolicy(policy), calendar };
}

/** Every calendar that ever came with this project. */
export function shippedCalendars(): CalendarEdition[] {
  return shippedEditions().calendars.map(({ file }) => loadCalendar(file));
}

/** An edition that comes with this project, by the name it is called by on the command line. */
export type ShippedEdition = { readonly name: string; readonly file: URL };

/** The policies and calendars that come with this project, by name. */
export function shippedEditions(): {
  readonly policies: readonly ShippedEdition[];
  readonly calendars: readonly ShippedEdition[];
} {
  return { policies: editionsIn(HUBS), calendars: editionsIn(CALENDARS, 'england-and-wales-') };
}

function editionsIn(folder: URL, prefix = ''): ShippedEdition[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .sort()
    .map((name) => ({ name: name.slice(0, -'.json'.length), file: new URL(name, folder) }));
}

/** The years in which limits are compared, and the year after for the longest of them to end in. */
function judgedCalendar(): CalendarEdition {
  return calendarSlice(loadCalendar(DEFAULT_CALENDAR), '2027-01-01' as LocalDate, 3 * 365);
}

function shaped<T>(document: unknown, schema: z.ZodType<T>, name: string): T {
  const result = schema.safeParse(document);
  if (!result.success) {
    throw new EditionError(
      name,
      result.error.issues.map((issue) => problemIn(document, issue)),
    );
  }
  return result.data;
}

function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}

function jsonIn(file: string | URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new EditionError(pathOf(file), ['must be a readable JSON file'], { cause });
  }
}
