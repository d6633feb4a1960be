import { DomainError } from '../errors.ts';
import type { AssessmentCommand } from './commands.ts';
import { isChildSeen, openEnquiries, wentToConference } from './standing.ts';
import type { Assessment } from './state.ts';

/** Why an assessment that may take this action at all cannot take it now. */
export function assessmentObstacle(
  state: Assessment,
  action: AssessmentCommand['type'],
): DomainError | undefined {
  switch (action) {
    case 'acceptAssessment':
    case 'returnToHub':
      return state.stage === 'AWAITING_ACCEPTANCE' ? undefined : refuse('The team has answered');
    case 'allocate':
    case 'recordChildSeen':
      return state.stage === 'AWAITING_ACCEPTANCE' ? notAccepted() : undefined;
    case 'recordAgreement':
    case 'endForChild':
      return undefined;
    case 'reportNewRisk':
      return openEnquiries(state) === undefined
        ? undefined
        : refuse('Enquiries under section 47 are open, and there is one at a time (CIN rule 8839)');
    case 'setTimescale':
    case 'explainOverrun':
      return underWay(state);
    case 'reviewCheckpoint':
      return state.checkpoint === undefined ? underWay(state) : refuse('The checkpoint has been reviewed');
    case 'authoriseAssessment':
      return state.allocations === undefined
        ? (underWay(state) ?? refuse('The assessment has been allocated to nobody'))
        : underWay(state);
    case 'closeBeforeAssessment':
      return (
        underWay(state) ??
        (isChildSeen(state) ? refuse('The child has been seen: the assessment has begun') : endsNot(state))
      );
    case 'decideAgain':
      return state.authorisation === undefined ? refuse('The assessment is not authorised yet') : undefined;
    case 'passToChildProtection':
      return wentToConference(state) && state.stage !== 'AWAITING_ACCEPTANCE'
        ? endsNot(state)
        : refuse('No enquiries of this assessment ended in a conference');
  }
}

/** Nothing of social care ends while significant harm is enquired into, but passes to a team. */
export function endsNot(state: Assessment): DomainError | undefined {
  return openEnquiries(state) === undefined
    ? undefined
    : refuse('Enquiries under section 47 are open: the assessment does not end without them');
}

function underWay({ stage, authorisation }: Assessment): DomainError | undefined {
  if (stage === 'AWAITING_ACCEPTANCE') return notAccepted();
  return authorisation === undefined ? undefined : refuse('The assessment has been authorised');
}

function notAccepted(): DomainError {
  return refuse('The receiving team has not accepted the child yet');
}

function refuse(why: string): DomainError {
  return new DomainError('NOT_AT_THIS_STAGE', why);
}
