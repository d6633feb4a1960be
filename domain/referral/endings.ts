import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';

/** Ends that come to a referral from outside, whatever stage it is at. */
export const ENDINGS = ['CHILD_TURNED_18', 'CHILD_DIED', 'PREGNANCY_ENDED'] as const;
export type Ending = (typeof ENDINGS)[number];

/** Who is told when a child has died. */
export const DEATH_ROUTES = ['CHILD_DEATH_REVIEW', 'SERIOUS_INCIDENT'] as const;
export type DeathRoute = (typeof DEATH_ROUTES)[number];

export type EndingCommand = {
  readonly type: 'endReferral';
  readonly ending: Ending;
  readonly rationale: SealedText;
  /** Code of the service that goes on with the risk; required when the child has turned 18. */
  readonly handedTo?: string;
  /** Who has been told; required when the child has died, the child death review at least. */
  readonly routes?: readonly DeathRoute[];
};

export type EndingEvent = {
  readonly type: 'ReferralEnded';
  readonly occurredAt: Instant;
  readonly ending: Ending;
  readonly rationale: SealedText;
  readonly endedBy: string;
  readonly handedTo?: string;
  readonly routes?: readonly DeathRoute[];
};
