import type { SealedText } from '../../domain/sealed-text.ts';

/** What people wrote, by the id of the seal; erased words are missing. */
export type WordsWritten = ReadonlyMap<string, unknown>;

/** The words behind a seal, or that they are gone. */
export function wordsOf(sealed: SealedText, written: WordsWritten): string {
  const words = written.get(sealed.id);
  return typeof words === 'string' ? words : 'These words have been erased.';
}
