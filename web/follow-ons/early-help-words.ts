import type { EarlyHelpRoute } from '../../domain/early-help/opening.ts';
import type {
  ClosingOutcome,
  EarlyHelpEnding,
  EarlyHelpReturn,
  EngagementDecision,
  FamilyAnswer,
  NoEngageReason,
  RoutingFeedback,
} from '../../domain/early-help/state.ts';

export const ROUTE_WORDS: Readonly<Record<EarlyHelpRoute, string>> = {
  DECISION: 'The hub decided on Early Help',
  STEP_DOWN: 'Social care steps the family down',
};

export const ANSWER_WORDS: Readonly<Record<FamilyAnswer['answer'], string>> = {
  GIVEN: 'The family agrees',
  DECLINED: 'The family declines',
};

export const NO_ENGAGE_WORDS: Readonly<Record<NoEngageReason, string>> = {
  DECLINED: 'The family declined',
  NO_CONTACT: 'The family could not be reached',
  MOVED: 'The family has moved',
  DISENGAGED: 'The family stopped taking part',
  SERVICE_CAPACITY: 'The service has no room',
};

export const RETURN_WORDS: Readonly<Record<EarlyHelpReturn, string>> = {
  ...NO_ENGAGE_WORDS,
  THRESHOLD_HIGHER: 'The family needs more than Early Help',
  CANNOT_ACCEPT: 'Early Help cannot take the family',
  NOT_ACCEPTED_IN_TIME: 'Early Help did not accept in time',
  NO_ANSWER_IN_TIME: 'The family did not answer in time',
};

export const FEEDBACK_WORDS: Readonly<Record<RoutingFeedback, string>> = {
  COULD_HAVE_GONE_STRAIGHT: 'It could have come straight to Early Help',
  SHOULD_HAVE_BEEN_SOCIAL_CARE: 'It should have gone to social care',
  RIGHT_ROUTE: 'It came by the right route',
};

export const CLOSING_WORDS: Readonly<Record<ClosingOutcome, string>> = {
  OUTCOMES_MET: 'What the family wanted has been reached',
  OTHER_SERVICE: 'Another service goes on',
  FAMILY_STOPPED: 'The family stopped',
};

export const ENGAGEMENT_WORDS: Readonly<Record<EngagementDecision, string>> = {
  CLOSE: 'Close it; the reason stays on record',
  STEP_UP: 'Step the family up: the hub has it as a new referral',
  CONTINUE: 'Early Help goes on; the tries count from nothing',
  RETURN_TO_HUB: 'The hub decides afresh',
};

export const ENDING_WORDS: Readonly<Record<EarlyHelpEnding, string>> = {
  CHILD_TURNED_18: 'The child has turned 18',
  CHILD_DIED: 'The child has died',
  MOVED: 'The family has moved out of the area',
};
