import type { Delivery } from '../case.ts';
import type { Role } from '../vocabulary.ts';
import type { ReferralAction } from './commands.ts';
import { PATHWAYS } from './outcomes.ts';
import { isClosed, latestDecision, type Referral } from './state.ts';

/** The one thing that moves a referral on, and whose turn it is. */
export type NextAction = { readonly action: ReferralAction; readonly by: Role; readonly words: string };

/** Undefined once the referral is closed, and while a message is on its way. */
export function nextAction(referral: Referral): NextAction | undefined {
  if (isClosed(referral)) return undefined;
  if (referral.withdrawalRequest !== undefined) {
    return { action: 'approveWithdrawal', by: 'TEAM_MANAGER', words: 'Approve or refuse the withdrawal' };
  }
  if (referral.stage !== 'DECIDED') return beforeDecision(referral);
  if (referral.feedback.status === 'OUTSTANDING') {
    return { action: 'giveFeedback', by: 'SOCIAL_WORKER', words: 'Tell the referrer the outcome' };
  }
  const decision = latestDecision(referral);
  const by = decision === undefined ? undefined : PATHWAYS[decision.outcome].acceptedBy[0];
  return referral.handover.status === 'AWAITED' && by !== undefined
    ? { action: 'acceptHandover', by, words: 'Accept the child from the hub' }
    : undefined;
}

function beforeDecision(referral: Referral): NextAction {
  if (referral.rating === undefined && referral.stage !== 'DECISION_PENDING') {
    return { action: 'rate', by: 'SOCIAL_WORKER', words: 'Rate the referral' };
  }
  return { action: 'decide', by: 'TEAM_MANAGER', words: 'Decide the next steps' };
}

/** Messages the referral owes the referrer now. Siblings share the acknowledgement of their contact. */
export function owedDeliveries(referral: Referral): Delivery[] {
  if (isClosed(referral)) return [];
  const { contactRef, referralRef } = referral;
  const owed: Delivery[] = [];
  if (referral.acknowledgement.status === 'OUTSTANDING' && referral.referrerReach === 'ELECTRONIC') {
    owed.push({ key: `${contactRef}/acknowledgement`, message: 'ACKNOWLEDGEMENT', contactRef, referralRef });
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
