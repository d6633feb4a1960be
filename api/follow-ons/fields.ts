import { z } from 'zod';
import { isCivilDate, parseInstant } from '../../domain/instant.ts';
import { AGENCY_CODE, InstantText } from '../schemas/common.ts';

/** An instant as the domain writes it. */
export const Moment = InstantText.transform((text) => parseInstant(text));

/** A day in the hub's zone. */
export const CivilDate = z
  .string()
  .refine((text) => isCivilDate(text), 'Write the day as a date, such as 2027-03-25')
  .meta({ examples: ['2027-03-25'], format: 'date' });

/** User id of a colleague; no name. */
export const UserId = z
  .string()
  .regex(/^[\w.@-]{1,100}$/, 'A user id has letters, digits, dot, dash, underscore and @')
  .meta({ examples: ['w-1042'] });

export const Agency = z
  .string()
  .regex(AGENCY_CODE, 'A code has capital letters, digits, dash and underscore, 64 at most')
  .meta({ examples: ['POLICE'] });

/** The number of one of several, from 1. */
export const Number1 = z.int().positive();
