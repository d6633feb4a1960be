import type { FollowOnOpening } from '../follow-on/state.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Role } from '../vocabulary.ts';

/** What is disputed: a decision of the hub, a threshold at a hand-over, that a case was closed, or another step. */
export const DISPUTE_SUBJECTS = ['DECISION', 'THRESHOLD', 'CLOSURE', 'OTHER_STEP'] as const;
export type DisputeSubject = (typeof DISPUTE_SUBJECTS)[number];

/** `CHILD_SAFETY`: all stages together in 24 hours, for a child may come to harm. */
export const DISPUTE_LANES = ['ORDINARY', 'CHILD_SAFETY'] as const;
export type DisputeLane = (typeof DISPUTE_LANES)[number];

/** Who disagrees. */
export type Objector = {
  readonly userId: string;
  readonly role: Role;
  readonly agency: string;
};

export type DisputeOpening = FollowOnOpening<'DISPUTE'> & {
  /** Stream of the case in which it was decided. */
  readonly about: string;
  readonly subject: DisputeSubject;
  readonly lane: DisputeLane;
  readonly objector: Objector;
  readonly reason: SealedText;
  readonly outcomeSought: SealedText;
  /** What keeps the child safe meanwhile: the more protective of the two positions. */
  readonly interimSafety: SealedText;
  readonly decisionNo?: number;
  /** Who made the disputed decision; whoever that was does not decide the dispute. */
  readonly decidedBy?: string;
};
