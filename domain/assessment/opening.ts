import type { FollowOnOpening } from '../follow-on/state.ts';
import type { SealedText } from '../sealed-text.ts';

export type AssessmentOpening = FollowOnOpening<'ASSESSMENT'> & {
  /** The team that is to carry it out. */
  readonly receiver: string;
  /** Beside enquiries under section 47, it goes on with them. */
  readonly withS47: boolean;
  readonly reason?: SealedText;
  readonly decisionNo?: number;
};
