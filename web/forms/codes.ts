import { z } from 'zod';

const FORM = 'Use a code of letters, numbers and underscores, such as HEALTH; never the name of a person';

/** The code of a team, agency or authority as a person types it, made a code; undefined when left blank. */
export const optionalCode = z
  .string()
  .optional()
  .transform(
    (text) =>
      text
        ?.trim()
        .toUpperCase()
        .replaceAll(/[\s-]+/g, '_') || undefined,
  )
  .refine((code) => code === undefined || /^[A-Z][A-Z0-9_]{1,39}$/.test(code), FORM);

/** A code that must be there. */
export function requiredCode(message: string) {
  return optionalCode.pipe(z.string({ error: message }));
}
