import { z } from 'zod';
import type { Instant, LocalDate } from '../domain/instant.ts';

/** A civil date in the hub's zone. */
export const localDate = z.iso.date('must be a date written YYYY-MM-DD') as z.ZodType as z.ZodType<LocalDate>;

/** An instant in UTC, to the millisecond. */
export const instant = z.iso.datetime({
  precision: 3,
  error: 'must be a UTC instant written YYYY-MM-DDTHH:mm:ss.sssZ',
}) as z.ZodType as z.ZodType<Instant>;

/** Words that say something. */
export const words = z.string('must be text').regex(/\S/, 'must not be empty');
