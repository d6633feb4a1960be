import { agreementInForce } from '../referral/agreement.ts';
import type { Assessment, NewRisk, OutcomeDecision } from './state.ts';

/** What can be said of an assessment as it stands. */

/** Enquiries under section 47 that this assessment led to and that are under way; one at most (8839). */
export function openEnquiries({ newRisks = [] }: Assessment): NewRisk | undefined {
  return newRisks.findLast(({ endedAt }) => endedAt === undefined);
}

/** Whether enquiries ended in an initial child protection conference: the case goes on there. */
export function wentToConference({ newRisks = [] }: Assessment): boolean {
  return newRisks.at(-1)?.outcome?.startsWith('CLOSED_ICPC') ?? false;
}

/** Whether the family refuses to be assessed, or agrees no longer. */
export function isRefused(state: Assessment): boolean {
  const status = agreementInForce(state)?.status;
  return status === 'REFUSED' || status === 'WITHDRAWN';
}

/** Whether a refusal binds: where significant harm is enquired into, no agreement is needed. */
export function isBoundByRefusal(state: Assessment): boolean {
  const isS47 = state.withS47 || openEnquiries(state) !== undefined || wentToConference(state);
  return isRefused(state) && !isS47;
}

export function isChildSeen({ visits = [] }: Assessment): boolean {
  return visits.length > 0;
}

/** The outcome in force. */
export function outcomeNow({ outcomes = [] }: Assessment): OutcomeDecision | undefined {
  return outcomes.at(-1);
}

/** The step-down that waits for Early Help. */
export function stepDownPending(state: Assessment): OutcomeDecision | undefined {
  const last = outcomeNow(state);
  return state.stage === 'STEP_DOWN_PENDING' && last?.outcome === 'STEP_DOWN' ? last : undefined;
}
