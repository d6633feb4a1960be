import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { Dispute } from '../domain/dispute/state.ts';
import { levelNow } from '../domain/dispute/state.ts';
import { dueWords } from '../domain/words.ts';

/** The letters of a dispute. */
export type DisputeLetter = 'DISPUTE_OPENED' | 'DISPUTE_RAISED' | 'DISPUTE_RESOLVED' | 'PARTNERSHIP_TOLD';

const IN_DANGER = 'If a child is in immediate danger, call 999.';

/**
 * What those who object and the partnership's office are told: how far it has come, until when, and where to read the
 * rest. Nothing of the child, of the sides, or of what was decided: mailboxes are shared. `no` is the stage a letter
 * is about.
 */
export function disputeWords(
  template: DisputeLetter,
  state: Dispute,
  calendar: CalendarEdition,
  no = state.level,
): string[] {
  switch (template) {
    case 'DISPUTE_OPENED':
      return [
        'The children’s hub has taken up your disagreement about a step of one of its cases.',
        'What was decided stands meanwhile, and what keeps the child safe goes on.',
        ...withWhom(state, calendar),
        'Please read it in your list of disputes, and say there what your position is.',
        IN_DANGER,
      ];
    case 'DISPUTE_RAISED':
      return [
        `The dispute has been raised to stage ${no}.`,
        ...withWhom(state, calendar),
        'Please read it in your list of disputes, and say there what your position is.',
        IN_DANGER,
      ];
    case 'DISPUTE_RESOLVED':
      return [
        'The dispute you took part in has ended.',
        'Please read in your list of disputes what came of it.',
        IN_DANGER,
      ];
    case 'PARTNERSHIP_TOLD':
      return [
        `A dispute between agencies about a step of a case has come to stage ${no}.`,
        ...withWhom(state, calendar),
        'Please read it in the list of disputes.',
      ];
  }
}

/** Who has it now and until when; nothing once it has ended. */
function withWhom(state: Dispute, calendar: CalendarEdition): string[] {
  if (state.closedAt !== undefined) return [];
  const due = state.clocks.find(({ status }) => status !== 'STOPPED')?.dueAt;
  const until = due === undefined ? '' : `, until ${dueWords(due, calendar)}`;
  return [`Who has it now${until}: ${levelNow(state).who}.`];
}
