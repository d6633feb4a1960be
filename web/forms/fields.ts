import { z } from 'zod';

/** A form as a browser sends it: repeated names become arrays. */
export type FormBody = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Something the reader has to put right; `field` is the id of the control it is about. */
export type Problem = { readonly field: string | undefined; readonly words: string };

export type Choice = {
  readonly value: string;
  readonly text: string;
  readonly hint?: { readonly text: string };
};

/** One question of a form. */
export type Field =
  | {
      readonly kind: 'radios' | 'checkboxes';
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly items: readonly Choice[];
    }
  | {
      readonly kind: 'text' | 'textarea';
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly rows?: number;
      /** Words to begin with. */
      readonly start?: string;
    }
  | { readonly kind: 'moment'; readonly name: string; readonly label: string; readonly hint: string };

/** Choices from a table of labels, in the table's order. */
export function choices<Code extends string>(
  codes: readonly Code[],
  labels: Readonly<Record<Code, string>>,
): Choice[] {
  return codes.map((code) => ({ value: code, text: labels[code] }));
}

const MOST_CHARACTERS = 20_000;
const TOO_LONG = 'Use 20,000 characters or fewer';

const written = z
  .string()
  .max(MOST_CHARACTERS, TOO_LONG)
  .transform((text) => text.replaceAll('\r\n', '\n').trim());

/** Words that must be there. */
export function requiredWords(message: string) {
  return z
    .string({ error: message })
    .pipe(written)
    .refine((text) => text !== '', message);
}

/** Words that may be left out; undefined then. */
export const optionalWords = written.optional().transform((text) => (text === '' ? undefined : text));

/** One of a closed list. */
export function oneOf<const Codes extends readonly [string, ...string[]]>(codes: Codes, message: string) {
  return z.enum(codes, { error: message });
}

/** Any number of a closed list; browsers send one as text, several as an array and none not at all. */
export function anyOf<const Codes extends readonly [string, ...string[]]>(codes: Codes) {
  return z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.enum(codes, { error: 'Choose from the list' })),
  );
}
