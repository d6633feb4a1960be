import type { ReferralDelivery, RequestStart } from '../case.ts';
import type { Role } from '../vocabulary.ts';
import { openReviews } from './agency-checks.ts';
import { requestsToHasten, requestsToStop } from './checks-following.ts';
import { attemptsOutstanding, type Clarification, openClarification } from './clarification.ts';
import type { ReferralAction } from './commands.ts';
import type { CalledForBy } from './follow-ons.ts';
import { followOnDeliveries } from './follow-on-openings.ts';
import { joinDeliveries } from './joining-rules.ts';
import { linkMessages, openLink } from './linking.ts';
import { PATHWAYS } from './outcomes.ts';
import { nextAtReceiver, nextBetweenTeams, nextReviewOfReading } from './next-elsewhere.ts';
import { needsNewDecision } from './reopen.ts';
import { isClosed, isUndecided, latestDecision, type Referral } from './state.ts';

/** The one thing that moves a referral on, and whose turn it is. */
export type NextAction = { readonly action: ReferralAction; readonly by: Role; readonly words: string };

/** What an open referral waits for while nobody has to act. */
export const WAITS_FOR = ['OUTCOME_MESSAGE', 'JOINED_DECISION', 'ACKNOWLEDGEMENT_MESSAGE'] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

export const WAITS_FOR_WORDS: Readonly<Record<WaitsFor, string>> = {
  OUTCOME_MESSAGE: 'The outcome is on its way to the referrer',
  JOINED_DECISION: 'The decision is made on the referral this one has joined',
  ACKNOWLEDGEMENT_MESSAGE: 'The acknowledgement is on its way to the referrer',
};

/** Undefined when somebody has to act, and once the referral is closed. */
export function waitsFor(referral: Referral): WaitsFor | undefined {
  if (nextAction(referral) !== undefined) return undefined;
  if (isUndecided(referral)) return waitsForLink(referral);
  if (referral.stage !== 'DECIDED') return undefined;
  return referral.feedback.status === 'REQUESTED' ? 'OUTCOME_MESSAGE' : undefined;
}

/** Undefined once the referral is closed and no late answer waits for its review, and while {@link waitsFor} says what is waited for. */
export function nextAction(referral: Referral): NextAction | undefined {
  if (openReviews(referral).length > 0) {
    return {
      action: 'reviewLateAnswer',
      by: 'TEAM_MANAGER',
      words: 'Say whether an agency’s late answer changes the decision',
    };
  }
  if (isClosed(referral)) return undefined;
  const between = nextBetweenTeams(referral);
  if (between !== undefined) return between;
  if (referral.withdrawalRequest !== undefined) {
    return { action: 'approveWithdrawal', by: 'TEAM_MANAGER', words: 'Approve or refuse the withdrawal' };
  }
  if (referral.stage !== 'DECIDED') return beforeDecision(referral);
  if (needsNewDecision(referral)) {
    return {
      action: 'decide',
      by: 'TEAM_MANAGER',
      words: DECIDE_AGAIN[referral.decisionCall?.because ?? 'LATE_ANSWER'],
    };
  }
  if (referral.feedback.status === 'OUTSTANDING') {
    return { action: 'giveFeedback', by: 'SOCIAL_WORKER', words: 'Tell the referrer the outcome' };
  }
  const decision = latestDecision(referral);
  const by = decision === undefined ? undefined : PATHWAYS[decision.outcome].acceptedBy[0];
  return referral.handover.status === 'AWAITED' && by !== undefined
    ? { action: 'acceptHandover', by, words: 'Accept the child from the hub' }
    : (nextAtReceiver(referral) ?? nextReviewOfReading(referral));
}

/** What a new decision is called for by. */
const DECIDE_AGAIN: Readonly<Record<CalledForBy | 'LATE_ANSWER', string>> = {
  LATE_ANSWER: 'Decide again, on the late answer of an agency',
  FOLLOW_ON_RETURNED: 'Decide again: the child has come back to the hub',
  DISPUTE_UPHELD: 'Decide again: a dispute was upheld',
  NEW_INFORMATION: 'Decide again, on what has become known',
};

/** A linked referral has nothing of its own to decide: its referrer is acknowledged, and others do the rest. */
function waitsForLink({ joined, duplicate, openCaseLink }: Referral): WaitsFor | undefined {
  if (joined !== undefined) return 'JOINED_DECISION';
  return duplicate !== undefined || openCaseLink !== undefined ? 'ACKNOWLEDGEMENT_MESSAGE' : undefined;
}

function nextWhenLinked(referral: Referral): NextAction | undefined {
  if (openLink(referral) !== undefined) {
    return {
      action: 'confirmReceipt',
      by: 'SOCIAL_WORKER',
      words: 'Confirm that the allocated worker has the information',
    };
  }
  const isOwed = referral.acknowledgement.status === 'OUTSTANDING' && referral.referrerReach === 'BY_HAND';
  return isOwed
    ? { action: 'acknowledge', by: 'CONTACT_OFFICER', words: 'Acknowledge the referrer' }
    : nextReviewOfReading(referral);
}

function beforeDecision(referral: Referral): NextAction | undefined {
  if (waitsForLink(referral) !== undefined) return nextWhenLinked(referral);
  const open = openClarification(referral);
  if (open !== undefined && referral.stage === 'AWAITING_REFERRER') return untilAnswered(open);
  if (referral.rating === undefined && referral.stage !== 'DECISION_PENDING') {
    return { action: 'rate', by: 'SOCIAL_WORKER', words: 'Rate the referral' };
  }
  const words =
    referral.stage === 'INFO_GATHERING'
      ? 'Decide once the agencies have answered, or in time without them'
      : 'Decide the next steps';
  return { action: 'decide', by: 'TEAM_MANAGER', words };
}

/** A referrer who cannot be reached holds nothing up: after the policy's attempts a manager may go on. */
function untilAnswered(open: Clarification): NextAction {
  const left = attemptsOutstanding(open);
  return left > 0
    ? {
        action: 'logAttempt',
        by: 'CONTACT_OFFICER',
        words: `Reach the referrer: ${left} ${left === 1 ? 'attempt' : 'attempts'} to make`,
      }
    : {
        action: 'decideOnWhatIsKnown',
        by: 'TEAM_MANAGER',
        words: 'Go on without the referrer’s answer, on what is known',
      };
}

/**
 * Agencies to be asked, and messages the referral owes the referrer now. Siblings share the acknowledgement of their
 * contact.
 */
export function owedDeliveries(referral: Referral): ReferralDelivery[] {
  if (isClosed(referral)) return betweenCases(referral);
  const { contactRef, referralRef } = referral;
  const owed = betweenCases(referral);
  if (referral.acknowledgement.status === 'OUTSTANDING' && referral.referrerReach === 'ELECTRONIC') {
    owed.push({ key: `${contactRef}/acknowledgement`, message: 'ACKNOWLEDGEMENT', contactRef, referralRef });
  }
  if (isUndecided(referral)) owed.push(...linkMessages(referral));
  const asked = isUndecided(referral) ? openClarification(referral) : undefined;
  if (asked?.isSent === true && asked.sentAt === undefined) {
    const key = `${referralRef}/question/${asked.no}`;
    owed.push({ key, message: 'QUESTION', questionNo: asked.no, contactRef, referralRef });
  }
  if (referral.stage === 'DECIDED' && referral.feedback.status === 'REQUESTED') {
    const decisionNo = latestDecision(referral)?.no ?? 1;
    owed.push({
      key: `${referralRef}/outcome/${decisionNo}`,
      message: 'OUTCOME',
      decisionNo,
      contactRef,
      referralRef,
    });
  }
  return owed;
}

/** What one case tells another is owed by a closed one too. */
function betweenCases(referral: Referral): ReferralDelivery[] {
  return [
    ...requestsToOpen(referral),
    ...requestsToHasten(referral),
    ...requestsToStop(referral),
    ...joinDeliveries(referral),
    ...followOnDeliveries(referral),
  ];
}

function requestsToOpen({ contactRef, referralRef, agencyChecks = [] }: Referral): RequestStart[] {
  return agencyChecks
    .filter(({ openedAt }) => openedAt === undefined)
    .map(({ requestId, agency }) => ({
      key: `${requestId}/open/${referralRef}`,
      message: 'REQUEST_TO_OPEN',
      contactRef,
      referralRef,
      requestId,
      agency,
    }));
}
