import { DomainError } from '../errors.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import type { EarlyHelpAction } from './commands.ts';
import type { EarlyHelp, EarlyHelpStage } from './state.ts';

const EARLY_HELP: readonly Role[] = ['EARLY_HELP_MANAGER', 'EARLY_HELP_PRACTITIONER'];
const MANAGER: readonly Role[] = ['EARLY_HELP_MANAGER'];

/** A family that does not engage is for the hub's managers to review: never for the team it does not engage with. */
export const PERMITTED: Readonly<Record<EarlyHelpAction, readonly Role[]>> = {
  recordFamilyAnswer: [...EARLY_HELP, 'SOCIAL_WORKER', ...DECIDING_ROLES],
  acceptFamily: MANAGER,
  refuseFamily: MANAGER,
  recordHandoverMeeting: MANAGER,
  logContact: EARLY_HELP,
  recordLetterSent: EARLY_HELP,
  recordNotEngaging: EARLY_HELP,
  reviewEngagement: DECIDING_ROLES,
  recordReview: EARLY_HELP,
  changeLeadPractitioner: MANAGER,
  giveRoutingFeedback: MANAGER,
  stepUp: EARLY_HELP,
  closeEarlyHelp: MANAGER,
  endForChild: DECIDING_ROLES,
};

const BEFORE: readonly EarlyHelpStage[] = ['EARLY_HELP_OFFERED', 'STEP_DOWN_PENDING'];
const ACTIVE: readonly EarlyHelpStage[] = ['EARLY_HELP_ACTIVE'];
const REVIEWED: readonly EarlyHelpStage[] = ['UNDER_REVIEW'];

/** The stages in which each action is taken; absent where any open one will do. */
const TAKEN_AT: Readonly<Partial<Record<EarlyHelpAction, readonly EarlyHelpStage[]>>> = {
  recordFamilyAnswer: BEFORE,
  acceptFamily: BEFORE,
  refuseFamily: BEFORE,
  recordHandoverMeeting: ['STEP_DOWN_PENDING'],
  logContact: [...BEFORE, ...ACTIVE, ...REVIEWED],
  recordLetterSent: [...BEFORE, ...ACTIVE, ...REVIEWED],
  recordNotEngaging: [...BEFORE, ...ACTIVE],
  reviewEngagement: REVIEWED,
  recordReview: ACTIVE,
  changeLeadPractitioner: ['STEP_DOWN_PENDING', 'EARLY_HELP_OFFERED', ...ACTIVE, ...REVIEWED],
  stepUp: [...ACTIVE, ...REVIEWED],
  closeEarlyHelp: ACTIVE,
};

/** Why an open case, or an ended one where it may take the action at all, cannot take it now. */
export function obstacle(state: EarlyHelp, action: EarlyHelpAction): DomainError | undefined {
  const stages = TAKEN_AT[action];
  if (stages !== undefined && !stages.includes(state.stage)) return notNow('Early Help is not at this stage');
  switch (action) {
    case 'acceptFamily':
      return state.acceptance === undefined
        ? undefined
        : new DomainError('HANDOVER_ALREADY_ACCEPTED', 'Early Help has accepted this family');
    case 'recordHandoverMeeting':
    case 'changeLeadPractitioner':
      return state.acceptance === undefined
        ? notNow('Early Help accepts the family first, and names who leads')
        : undefined;
    case 'giveRoutingFeedback':
      return feedbackObstacle(state);
    default:
      return undefined;
  }
}

function feedbackObstacle({ stage, feedback }: EarlyHelp): DomainError | undefined {
  if (stage === 'CHILD_DIED') return new DomainError('RECORD_FROZEN', 'The record is frozen');
  return feedback === undefined
    ? undefined
    : new DomainError('FEEDBACK_ALREADY_SETTLED', 'Early Help has said what it thinks of the route');
}

function notNow(words: string): DomainError {
  return new DomainError('NOT_AT_THIS_STAGE', words);
}
