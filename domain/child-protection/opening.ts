import type { FollowOnOpening } from '../follow-on/state.ts';
import type { Instant } from '../instant.ts';
import type { SealedText } from '../sealed-text.ts';

/** How soon a strategy discussion is due: the same day for serious injury or recent sexual abuse (C7). */
export const URGENCIES = ['ORDINARY', 'SAME_DAY'] as const;
export type Urgency = (typeof URGENCIES)[number];

export type ChildProtectionOpening = FollowOnOpening<'CHILD_PROTECTION'> & {
  /** When reasonable cause to suspect significant harm appeared; not after the present. */
  readonly reasonableCauseAt: Instant;
  readonly urgency: Urgency;
  /** Absent where the decision gives it. */
  readonly reason?: SealedText;
  readonly decisionNo?: number;
};
