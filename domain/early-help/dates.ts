import { DomainError } from '../errors.ts';
import type { Now } from '../follow-on/kind.ts';
import { type Instant, isCivilDate } from '../instant.ts';
import { localTimeOf } from '../local-time.ts';

/** Today where the case is kept, a civil date. */
export function today({ now, rules }: Now): string {
  return localTimeOf(now, rules.calendar).date;
}

/**
 * A day somebody wrote down.
 * @throws DomainError INVALID_INSTANT when there is no such day
 */
export function assertDay(day: string | undefined, field: string): void {
  if (day !== undefined && !isCivilDate(day)) {
    throw new DomainError('INVALID_INSTANT', 'Write the day as a date, such as 2027-03-25', field);
  }
}

/**
 * A day on which something was done: not before another, and not after today.
 * @throws DomainError INVALID_INSTANT
 */
export function assertPastDay(
  day: string | undefined,
  field: string,
  since: Instant | undefined,
  { now, rules }: Now,
): void {
  assertDay(day, field);
  if (day === undefined) return;
  const first = since === undefined ? undefined : localTimeOf(since, rules.calendar).date;
  if (day > today({ now, rules }) || (first !== undefined && day < first)) {
    throw new DomainError(
      'INVALID_INSTANT',
      'This is neither before Early Help began nor after today',
      field,
    );
  }
}
