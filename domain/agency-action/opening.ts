import type { FollowOnOpening } from '../follow-on/state.ts';
import type { SealedText } from '../sealed-text.ts';

/** What is asked of the agency: to act for a child, or to say whether its own referral was appropriate. */
export const ACTION_PURPOSES = ['ACTION', 'APPROPRIATENESS'] as const;
export type ActionPurpose = (typeof ACTION_PURPOSES)[number];

export type AgencyActionOpening = FollowOnOpening<'AGENCY_ACTION'> & {
  readonly purpose: ActionPurpose;
  readonly agency: string;
  /** What the agency is asked to do; absent where the decision says it. */
  readonly what?: SealedText;
  /** The decision it follows. */
  readonly decisionNo?: number;
};
