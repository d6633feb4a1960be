import { openChecks } from './agency-checks.ts';
import { openClarification } from './clarification.ts';
import { isUndecided, type Referral, type UndecidedReferral, type UndecidedStage } from './state.ts';

/** A referral with the stage its facts put it in; one that is decided stays where it is. */
export function restaged(referral: Referral): Referral {
  return isUndecided(referral) ? { ...referral, stage: undecidedStage(referral) } : referral;
}

/** Time that is up comes before an open question, and an open question before agencies that have not answered. */
function undecidedStage(referral: UndecidedReferral): UndecidedStage {
  const decisionIsLate = referral.clocks.some(({ kind, status }) => kind === 'DECISION' && status === 'LATE');
  if (decisionIsLate) return 'DECISION_PENDING';
  if (openClarification(referral) !== undefined) return 'AWAITING_REFERRER';
  if (referral.rating !== undefined) {
    return openChecks(referral).length > 0 ? 'INFO_GATHERING' : 'DECISION_PENDING';
  }
  return referral.acknowledgement.status === 'SENT' ? 'SCREENING' : 'RECEIVED';
}
