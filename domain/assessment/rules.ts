import type { FollowOnKind } from '../follow-on/kind.ts';
import { DECIDING_ROLES } from '../referral/outcomes.ts';
import type { Role } from '../vocabulary.ts';
import { authorised, decidedAgain } from './authorising.ts';
import type { AssessmentCommand } from './commands.ts';
import {
  agreementRecorded,
  checkpointReviewed,
  childSeen,
  newRiskReported,
  overrunExplained,
  timescaleSet,
} from './course.ts';
import { closedBefore, ended, endedForChild, passedToChildProtection } from './ending.ts';
import { applyToAssessment, beginAssessment, type Event } from './evolve.ts';
import { assessmentObstacle } from './guards.ts';
import { accepted, allocated, joined, opened, returned, taken } from './hand-over.ts';
import { nextOfAssessment } from './next.ts';
import type { AssessmentOpening } from './opening.ts';
import { assessmentOwes } from './owed.ts';
import type { Assessment } from './state.ts';
import { newsTold } from './told.ts';
import { ASSESSMENT_WORDS } from './words.ts';

const WORKERS: readonly Role[] = ['SOCIAL_WORKER', ...DECIDING_ROLES];

/**
 * The assessment of one child under section 17, from hand-over to what it leads to: at most 45 working days from
 * receipt. Its team has the child until a plan, Early Help or a conference does.
 * @see Children Act 1989, section 17; Working Together to Safeguard Children 2023, chapter 3.
 */
export const assessment: FollowOnKind<Assessment, AssessmentCommand, Event, AssessmentOpening> = {
  name: 'ASSESSMENT',
  words: 'Assessment',
  opens: 'AssessmentOpened',
  actions: [
    'acceptAssessment',
    'returnToHub',
    'allocate',
    'setTimescale',
    'recordAgreement',
    'recordChildSeen',
    'reviewCheckpoint',
    'explainOverrun',
    'reportNewRisk',
    'closeBeforeAssessment',
    'authoriseAssessment',
    'decideAgain',
    'passToChildProtection',
    'endForChild',
  ],
  permitted: {
    acceptAssessment: DECIDING_ROLES,
    returnToHub: DECIDING_ROLES,
    allocate: DECIDING_ROLES,
    setTimescale: DECIDING_ROLES,
    recordAgreement: WORKERS,
    recordChildSeen: WORKERS,
    reviewCheckpoint: DECIDING_ROLES,
    explainOverrun: WORKERS,
    reportNewRisk: [...WORKERS, 'EMERGENCY_DUTY_TEAM'],
    closeBeforeAssessment: DECIDING_ROLES,
    authoriseAssessment: DECIDING_ROLES,
    decideAgain: DECIDING_ROLES,
    passToChildProtection: DECIDING_ROLES,
    endForChild: DECIDING_ROLES,
  },
  hasPlan: true,
  stageWords: ASSESSMENT_WORDS,
  open: opened,
  join: joined,
  /** A sibling has an assessment of their own. */
  joins: ({ referralRefs }, opening) => opening.referralRefs.some((ref) => referralRefs.includes(ref)),
  begin: beginAssessment,
  apply: applyToAssessment,
  unseen: [
    'AssessmentJoined',
    'EnquiriesEnded',
    'ThresholdDisputeEnded',
    'StepDownAccepted',
    'AssessmentEnded',
  ],
  obstacle: assessmentObstacle,
  accept(state, command, context) {
    switch (command.type) {
      case 'acceptAssessment':
        return accepted(state, command, context);
      case 'returnToHub':
        return returned(state, command, context);
      case 'allocate':
        return allocated(state, command, context);
      case 'setTimescale':
        return timescaleSet(state, command, context);
      case 'recordAgreement':
        return agreementRecorded(command, context);
      case 'recordChildSeen':
        return childSeen(state, command, context);
      case 'reviewCheckpoint':
        return checkpointReviewed(state, command, context);
      case 'explainOverrun':
        return overrunExplained(state, command, context);
      case 'reportNewRisk':
        return newRiskReported(state, command, context);
      case 'closeBeforeAssessment':
        return closedBefore(state, command, context);
      case 'authoriseAssessment':
        return authorised(state, command, context);
      case 'decideAgain':
        return decidedAgain(state, command, context);
      case 'passToChildProtection':
        return passedToChildProtection(state, command, context);
      case 'endForChild':
        return endedForChild(state, command, context);
    }
  },
  onNews: newsTold,
  onAccepted(state, { acceptedBy }, context) {
    return state.stage === 'AWAITING_ACCEPTANCE' ? taken(state, acceptedBy, context) : [];
  },
  onSuperseded: (state, _word, context) =>
    ended(state, { stage: 'SUPERSEDED', stoppedBy: 'SUPERSEDED' }, context),
  owes: assessmentOwes,
  next: nextOfAssessment,
  /** The meeting has its limit in the case of Early Help, which is asked at once. */
  hasNoLimit: ({ stage }) => stage === 'STEP_DOWN_PENDING',
  /** Early Help reads what it is asked to take on. */
  mayRead: ({ stage, localAuthority }, actor) =>
    stage === 'STEP_DOWN_PENDING' &&
    actor.role === 'EARLY_HELP_MANAGER' &&
    (actor.localAuthority === 'HUB' || actor.localAuthority === localAuthority),
};
