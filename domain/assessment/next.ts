import type { KindStep, NextStep } from '../follow-on/kind.ts';
import { isBoundByRefusal, isChildSeen, stepDownPending, wentToConference } from './standing.ts';
import type { Assessment } from './state.ts';

/** The one thing that moves an assessment on, and whose turn it is. */
export function nextOfAssessment(state: Assessment): KindStep | undefined {
  switch (state.stage) {
    case 'AWAITING_ACCEPTANCE':
      return {
        action: 'acceptAssessment',
        by: 'TEAM_MANAGER',
        words: 'Accept the child, or return it to the hub',
      };
    case 'ASSESSMENT':
      return underWay(state);
    case 'STEP_DOWN_PENDING':
      return stepDown(state);
    default:
      return undefined;
  }
}

const PASS_ON: NextStep = {
  action: 'passToChildProtection',
  by: 'TEAM_MANAGER',
  words: 'Pass the child on to the child protection plan',
};

/** Early Help may have the family already while enquiries under section 47 are under way. */
function stepDown(state: Assessment): NextStep {
  if (wentToConference(state)) return PASS_ON;
  return stepDownPending(state)?.acceptedAt === undefined
    ? {
        action: 'recordHandoverMeeting',
        by: 'EARLY_HELP_MANAGER',
        words: 'Early Help holds the hand-over meeting with the family and the social worker',
      }
    : { action: 'concludeS47', by: 'TEAM_MANAGER', words: 'Conclude the enquiries under section 47' };
}

function underWay(state: Assessment): KindStep {
  const isSeen = isChildSeen(state);
  if (wentToConference(state)) return PASS_ON;
  if (state.authorisation !== undefined) {
    return {
      action: 'decideAgain',
      by: 'TEAM_MANAGER',
      words: 'Early Help sent the family back: decide again',
    };
  }
  if (isBoundByRefusal(state)) {
    return {
      action: isSeen ? 'authoriseAssessment' : 'closeBeforeAssessment',
      by: 'TEAM_MANAGER',
      words: 'The family refuses: offer Early Help, or enquire under section 47',
    };
  }
  if (state.allocations === undefined) {
    return { action: 'allocate', by: 'TEAM_MANAGER', words: 'Allocate a social worker' };
  }
  if (!isSeen) return { action: 'recordChildSeen', by: 'SOCIAL_WORKER', words: 'See the child' };
  return state.checkpoint === undefined
    ? {
        action: 'reviewCheckpoint',
        by: 'TEAM_MANAGER',
        words: 'Review the assessment at its checkpoint',
        isRoutine: true,
      }
    : {
        action: 'authoriseAssessment',
        by: 'TEAM_MANAGER',
        words: 'Complete and authorise the assessment',
        isRoutine: true,
      };
}
