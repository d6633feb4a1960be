import { DomainError } from '../errors.ts';
import type { Matter } from './matter.ts';
import type { RatingCommand, RatingEvent } from './rating.ts';
import { isUndecided } from './state.ts';

/** Ratings suggested by those who may not rate. */
export const ratingProposal: Matter<RatingCommand, RatingEvent> = {
  permitted: { proposeRating: ['CONTACT_OFFICER'] },
  obstacle: (referral) =>
    isUndecided(referral)
      ? undefined
      : new DomainError('ALREADY_DECIDED', 'A decided referral is not rated again'),
  accept: (_referral, { rag, reason }, { actor, now }) => [
    { type: 'RatingProposed', occurredAt: now, rag, reason, proposedBy: actor.userId },
  ],
  apply: (referral, { rag, reason, proposedBy, occurredAt: proposedAt }) => ({
    ...referral,
    ratingProposal: { rag, reason, proposedBy, proposedAt },
  }),
};
