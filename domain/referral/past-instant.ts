import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';

/**
 * When something was done by hand: not before it could be done, not after now, and now when nobody says.
 * @throws DomainError INVALID_INSTANT
 */
export function pastInstant(
  instant: Instant | undefined,
  field: string,
  earliest: Instant | undefined,
  now: Instant,
): Instant {
  if (instant === undefined) return now;
  if (instant > now || (earliest !== undefined && instant < earliest)) {
    throw new DomainError(
      'INVALID_INSTANT',
      'Nothing is answered before it was received or decided, or after now',
      field,
    );
  }
  return instant;
}
