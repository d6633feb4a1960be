import type { AssessmentOutcome } from '../../domain/assessment/census.ts';
import type { AssessmentAgreement } from '../../domain/assessment/commands.ts';
import type { ChildEnd, ThresholdView } from '../../domain/assessment/state.ts';
import type { Urgency } from '../../domain/child-protection/opening.ts';

export const THRESHOLD_WORDS: Readonly<Record<ThresholdView, string>> = {
  AGREED: 'The team agrees with the threshold',
  DISPUTED: 'The team disputes the threshold',
};

export const ASSESSMENT_OUTCOME_WORDS: Readonly<Record<AssessmentOutcome, string>> = {
  TO_TEAM: 'A plan with a team of social care',
  NFA: 'No further action',
  STEP_DOWN: 'Early Help, once it has held the hand-over meeting',
};

export const ASSESSMENT_AGREEMENT_WORDS: Readonly<Record<AssessmentAgreement, string>> = {
  GIVEN: 'The family agrees',
  REFUSED: 'The family refuses',
  WITHDRAWN: 'The family agreed and has since withdrawn',
};

export const NEW_RISK_WORDS: Readonly<Record<Urgency, string>> = {
  ORDINARY: 'Within the ordinary time',
  SAME_DAY: 'The same day: serious injury or recent sexual abuse',
};

export const CHILD_END_WORDS: Readonly<Record<ChildEnd, string>> = {
  CHILD_TURNED_18: 'The child has turned 18',
  CHILD_DIED: 'The child has died',
  TRANSFERRED_OUT: 'Another authority has the child',
};

/** A code of the census behind its words, as staff look it up. */
export function withCode<Code extends string>(words: Readonly<Record<Code, string>>, code: Code): string {
  return `${words[code]} (${code})`;
}
