import type { EditionKind } from '../domain/rulebook/rulebook.ts';
import { EditionError } from './edition-error.ts';

/** A document that says which kind of edition it is. Whether it keeps the rules of its kind is not judged yet. */
export type WrittenEdition = { readonly kind: EditionKind; readonly document: Record<string, unknown> };

/**
 * Reads the text of a policy or calendar edition; `name` is what errors call it.
 * @throws EditionError when it is no JSON object, or neither a policy nor a calendar
 */
export function readEditionText(text: string, name: string): WrittenEdition {
  const document = objectIn(text, name);
  if ('format' in document || 'clocks' in document) return { kind: 'POLICY', document };
  if ('bankHolidays' in document || 'offsetChanges' in document) return { kind: 'CALENDAR', document };
  throw new EditionError(name, [
    'must be a policy edition, which has `format`, or a calendar edition, which has `bankHolidays`',
  ]);
}

function objectIn(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    // Some editors begin a file with a byte order mark, which is no part of the document.
    value = JSON.parse(text.replace(/^\u{FEFF}/u, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EditionError(name, [`must be JSON: ${reason}`], { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new EditionError(name, ['must be a JSON object']);
  }
  return { ...value };
}
