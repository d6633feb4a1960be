import type { SealedText } from '../domain/sealed-text.ts';

/** The texts that are there to be shown, by field; an erased one is missing. */
export function opened<Field extends string>(
  { texts }: { readonly texts: ReadonlyMap<string, unknown> },
  seals: Readonly<Record<Field, SealedText | undefined>>,
): { [Name in Field]?: string } {
  const shown: { [Name in Field]?: string } = {};
  for (const field of Object.keys(seals) as Field[]) {
    const text = texts.get(seals[field]?.id ?? '');
    if (typeof text === 'string') shown[field] = text;
  }
  return shown;
}
