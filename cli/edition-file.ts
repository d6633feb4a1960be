import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEditionText, type WrittenEdition } from '../policy/edition-text.ts';
import { EditionError, shippedEditions } from '../policy/editions.ts';

/**
 * A policy or calendar edition from a file, or by its name if it is one that is shipped.
 * @throws EditionError when there is no such file, or it is no edition
 */
export function editionAt(place: string): WrittenEdition {
  const { policies, calendars } = shippedEditions();
  const shipped = [...policies, ...calendars].find(({ name }) => name === place);
  const file = shipped === undefined || existsSync(place) ? place : fileURLToPath(shipped.file);
  return readEditionText(textIn(file), file);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EditionError(file, ['cannot be read'], { cause });
  }
}
