import type { SealedText } from '../../domain/sealed-text.ts';

/** Whether a value points to words a person wrote. */
function isSeal(value: object): value is SealedText {
  return (
    'id' in value && 'digest' in value && typeof value.digest === 'string' && Object.keys(value).length === 2
  );
}

/** The ids of every seal in a value, however deep. */
export function sealsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isSeal(value)) return [value.id];
  return Object.values(value).flatMap(sealsIn);
}

/** A copy in which every seal is the words it points to; words that were erased are left out. */
export function opened(value: unknown, texts: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSeal(value)) return texts.get(value.id);
  if (Array.isArray(value)) return value.map((item) => opened(item, texts));
  return Object.fromEntries(
    Object.entries(value)
      .map(([field, inner]) => [field, opened(inner, texts)] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}
