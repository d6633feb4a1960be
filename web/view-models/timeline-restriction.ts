import type { RestrictionEvent } from '../../domain/referral/restriction.ts';
import type { SealedText } from '../../domain/sealed-text.ts';
import { FINDING_LABELS } from './labels.ts';
import type { MatterWords } from './timeline-matters.ts';

/** Who may read the record, and who opened it all the same, as the timeline tells it; `written` opens what people wrote. */
export function restrictionWords(
  event: RestrictionEvent,
  written: (text: SealedText) => string,
): MatterWords {
  switch (event.type) {
    case 'RecordRestricted':
      return {
        title: 'Record restricted to named readers',
        detail: event.readers.join(', '),
        words: written(event.reason),
      };
    case 'ReadersChanged':
      return {
        title: 'List of readers changed',
        detail: event.readers.join(', '),
        words: written(event.reason),
      };
    case 'RestrictionLifted':
      return { title: 'Restriction lifted', words: written(event.reason) };
    case 'GlassBroken':
      return { title: 'Restricted record opened in an emergency', words: written(event.reason) };
    case 'BreakGlassReviewed':
      return {
        title: `Review of opening ${event.no}`,
        detail: FINDING_LABELS[event.finding],
        words: written(event.note),
      };
  }
}
