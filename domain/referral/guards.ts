import type { Actor } from '../actor.ts';
import { DomainError, type DomainErrorCode } from '../errors.ts';
import type { Role } from '../vocabulary.ts';
import { CASE_ACTIONS, type CaseAction, type MatterCommand, type ReferralAction } from './commands.ts';
import { openReviews } from './agency-checks.ts';
import { isMatterAction, matterConcerns, matterObstacle, permittedFor, takenWhileClosed } from './matters.ts';
import { isHeldOutOfHours } from './out-of-hours.ts';
import { DECIDING_ROLES, PATHWAYS } from './outcomes.ts';
import { restrictionObstacle } from './restriction-rules.ts';
import { isClosed, latestDecision, type Referral } from './state.ts';

/** Roles that may give each command. Source: the hub's roles and permissions table. */
const PERMITTED: Readonly<
  Record<Exclude<ReferralAction, MatterCommand['type']>, readonly Role[] | 'RECEIVING_TEAM'>
> = {
  acknowledge: ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'],
  rate: ['SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'],
  decide: DECIDING_ROLES,
  giveFeedback: ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES],
  withholdFeedback: ['SOCIAL_WORKER', ...DECIDING_ROLES],
  acceptHandover: 'RECEIVING_TEAM',
  requestWithdrawal: [
    'REFERRER',
    'CONTACT_OFFICER',
    'SOCIAL_WORKER',
    ...DECIDING_ROLES,
    'AGENCY_REPRESENTATIVE',
  ],
  approveWithdrawal: DECIDING_ROLES,
  refuseWithdrawal: DECIDING_ROLES,
  pauseClock: DECIDING_ROLES,
  endPause: DECIDING_ROLES,
};

function refuse(code: DomainErrorCode, message: string): DomainError {
  return new DomainError(code, message);
}

function permittedRoles(referral: Referral, action: ReferralAction): readonly Role[] {
  if (isMatterAction(action)) return permittedFor(action);
  // In the night there may be nobody else: what they may decide then, `decide` says.
  if (action === 'decide' && isHeldOutOfHours(referral)) return [...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'];
  const permitted = PERMITTED[action];
  if (permitted !== 'RECEIVING_TEAM') return permitted;
  const decision = latestDecision(referral);
  return decision === undefined ? [] : PATHWAYS[decision.outcome].acceptedBy;
}

function mayAct(referral: Referral, action: ReferralAction, actor: Actor): DomainError | undefined {
  if (action === 'acceptHandover' && latestDecision(referral) === undefined) return undefined;
  if (!permittedRoles(referral, action).includes(actor.role)) {
    return refuse('NOT_PERMITTED', `The role ${actor.role} may not ${words(action)}`);
  }
  return isConcerned(referral, action, actor)
    ? undefined
    : refuse('NOT_PERMITTED', 'This referral belongs to another local authority, agency or referrer');
}

/** Whether the case is this actor's business: their authority's, their agency's, or their own referral. */
function isConcerned(referral: Referral, action: ReferralAction, actor: Actor): boolean {
  // A child may be handed to an agency of another authority, so who receives is not asked where they are from.
  if (actor.role === 'AGENCY_REPRESENTATIVE' && action === 'acceptHandover')
    return receiverOf(referral) === actor.agency;
  const byMatter = isMatterAction(action) ? matterConcerns(referral, action, actor) : undefined;
  if (byMatter !== undefined) return byMatter;
  if (actor.localAuthority !== 'HUB' && actor.localAuthority !== referral.localAuthority) return false;
  if (actor.role === 'REFERRER') return actor.userId === referral.submittedBy;
  return actor.role !== 'AGENCY_REPRESENTATIVE' || actor.agency === referral.agency;
}

function receiverOf(referral: Referral): string | undefined {
  const handover = 'handover' in referral ? referral.handover : undefined;
  return handover !== undefined && 'receiver' in handover ? handover.receiver : undefined;
}

function words(action: ReferralAction): string {
  return action.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function fitsStage(referral: Referral, action: ReferralAction): DomainError | undefined {
  if (referral.legalHold) {
    return refuse('RECORD_FROZEN', 'The child has died: the record is kept as it is and nothing is added');
  }
  if (isClosed(referral) && !(isMatterAction(action) && takenWhileClosed(action)))
    return refuse('CASE_CLOSED', 'The referral is closed; a closed referral takes no commands');
  switch (action) {
    case 'acknowledge':
      return referral.acknowledgement.status === 'OUTSTANDING'
        ? undefined
        : refuse('ALREADY_ACKNOWLEDGED', 'The referrer has been acknowledged, or cannot be reached');
    case 'rate':
      return referral.stage === 'DECIDED'
        ? refuse('ALREADY_DECIDED', 'A decided referral is not rated again')
        : undefined;
    case 'decide':
      return joinedElsewhere(referral);
    case 'giveFeedback':
      return (
        feedbackIsOpen(referral) ??
        (referral.referrerReach === 'UNREACHABLE'
          ? refuse(
              'REFERRER_NOT_REACHABLE',
              'There is no way to reach this referrer; withhold the feedback with its reason',
            )
          : undefined)
      );
    case 'withholdFeedback':
      return feedbackIsOpen(referral);
    case 'acceptHandover':
      return handoverIsAwaited(referral);
    case 'requestWithdrawal':
      return referral.withdrawalRequest === undefined
        ? undefined
        : refuse('WITHDRAWAL_ALREADY_REQUESTED', 'A withdrawal has been asked for and awaits a manager');
    case 'approveWithdrawal':
    case 'refuseWithdrawal':
      if (referral.withdrawalRequest === undefined)
        return refuse('NO_WITHDRAWAL_REQUESTED', 'Nobody has asked to withdraw this referral');
      return action === 'approveWithdrawal' && openReviews(referral).length > 0
        ? refuse('REVIEW_OUTSTANDING', 'An agency’s late answer waits for its review first')
        : undefined;
    case 'pauseClock':
      return referral.clocks.some((clock) => clock.status === 'RUNNING' || clock.status === 'PAUSED')
        ? undefined
        : refuse('CLOCK_NOT_RUNNING', 'No clock of this referral is running');
    case 'endPause':
      return referral.clocks.some((clock) => clock.status === 'PAUSED')
        ? undefined
        : refuse('PAUSE_NOT_OPEN', 'No clock of this referral stands still');
    default:
      return matterObstacle(referral, action);
  }
}

function feedbackIsOpen(referral: Referral): DomainError | undefined {
  if (referral.stage !== 'DECIDED')
    return refuse('NOT_DECIDED', 'There is no decision to give feedback on yet');
  return referral.feedback.status === 'OUTSTANDING'
    ? undefined
    : refuse('FEEDBACK_ALREADY_SETTLED', 'Feedback on this decision has been given, asked for or withheld');
}

function joinedElsewhere({ joined }: Referral): DomainError | undefined {
  return joined === undefined
    ? undefined
    : refuse('JOINED_TO_OTHER', 'The decision is made on the referral this one has joined');
}

function handoverIsAwaited(referral: Referral): DomainError | undefined {
  if (referral.stage !== 'DECIDED') return refuse('NOT_DECIDED', 'There is no decision to hand over yet');
  switch (referral.handover.status) {
    case 'AWAITED':
      return undefined;
    case 'ACCEPTED':
      return refuse('HANDOVER_ALREADY_ACCEPTED', 'The receiving team has accepted this child');
    case 'NOT_NEEDED':
      return refuse('NO_HANDOVER_NEEDED', 'This outcome hands the child to nobody');
  }
}

/** Why this actor may not take this action now; undefined when they may. */
export function obstacle(referral: Referral, action: ReferralAction, actor: Actor): DomainError | undefined {
  return (
    mayAct(referral, action, actor) ??
    restrictionObstacle(referral, action, actor) ??
    fitsStage(referral, action)
  );
}

/**
 * What this actor may do with the referral now, in the order a case usually takes. What may be done with one of its
 * clocks depends on the clock and is not among it.
 */
export function allowedActions(referral: Referral, actor: Actor): CaseAction[] {
  return CASE_ACTIONS.filter((action) => obstacle(referral, action, actor) === undefined);
}
