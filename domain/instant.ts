import { DomainError } from './errors.ts';

/**
 * A point in time in UTC, always written `YYYY-MM-DDTHH:mm:ss.sssZ`. Because the width is fixed, instants
 * compare correctly as strings.
 */
export type Instant = string & { readonly __brand: 'Instant' };

/** A civil date in the hub's zone (Europe/London), `YYYY-MM-DD`. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The instant `ms` milliseconds after 1970-01-01T00:00:00Z. */
export function instantFromMs(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function msFromInstant(instant: Instant): number {
  return Date.parse(instant);
}

/** Milliseconds from 1970-01-01T00:00:00Z to the midnight in UTC that begins a civil date. */
export function msFromDate(date: LocalDate): number {
  return Date.parse(date);
}

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an ISO 8601 instant that carries its offset.
 * @throws DomainError INVALID_INSTANT when the offset is missing or the text is no instant.
 */
export function parseInstant(text: string, field?: string): Instant {
  const ms = WITH_OFFSET.test(text) && namesADay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new DomainError(
      'INVALID_INSTANT',
      'An instant is written in ISO 8601 with its offset, such as 2027-03-25T16:59:00+00:00',
      field,
    );
  }
  return instantFromMs(ms);
}

/** Parsing alone would read 30 February as 2 March. */
function namesADay(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && instantFromMs(ms).startsWith(date);
}

/** Whether a text is a civil date of a day that there is, `YYYY-MM-DD`. */
export function isCivilDate(text: string): text is LocalDate {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && namesADay(text);
}

export function addMs(instant: Instant, ms: number): Instant {
  return instantFromMs(msFromInstant(instant) + ms);
}

/** The earlier of two instants. */
export function earlier(a: Instant, b: Instant): Instant {
  return a <= b ? a : b;
}
