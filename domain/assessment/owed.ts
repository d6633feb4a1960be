import type { CaseToOpen, CaseToTell, FollowOnDelivery } from '../case.ts';
import { newsTo } from '../follow-on/news.ts';
import type { FollowOnOpening } from '../follow-on/state.ts';
import { followOnStream } from '../follow-on/stream.ts';
import { agreementInForce } from '../referral/agreement.ts';
import { PATHWAYS } from '../referral/outcomes.ts';
import { stepDownPending } from './standing.ts';
import type { Assessment, OutcomeDecision } from './state.ts';

/** Everything an assessment owes: the cases it leads to, and word to those it came out of. */
export function assessmentOwes(state: Assessment): FollowOnDelivery[] {
  return [
    ...disputeToOpen(state),
    ...enquiriesToOpen(state),
    ...stepDownsOf(state).flatMap((stepDown) => stepDownOwes(state, stepDown)),
    ...news(state),
  ];
}

function commonOf(state: Assessment, key: string): Omit<FollowOnOpening, 'kind'> {
  const { id, contactRef, referralRefs, localAuthority, receivedAt } = state;
  const from = followOnStream('ASSESSMENT', id);
  return { contactRef, referralRefs, localAuthority, receivedAt, from, key };
}

/** Names the dispute about the threshold. */
export function disputeKey({ id }: Assessment): string {
  return `${id}/DISPUTE`;
}

/**
 * The threshold is disputed between the two teams; the assessment goes on meanwhile. Where the dispute is upheld, the
 * hub, which hears of it from there, decides afresh.
 */
function disputeToOpen(state: Assessment): CaseToOpen[] {
  const { id, contactRef, acceptance, decisionNo } = state;
  if (acceptance?.dispute === undefined) return [];
  const { reason, interimSafety, objector } = acceptance.dispute;
  const key = disputeKey(state);
  return [
    {
      key,
      message: 'CASE_TO_OPEN',
      contactRef,
      opening: {
        ...commonOf(state, key),
        kind: 'DISPUTE',
        openedBy: objector.userId,
        about: followOnStream('ASSESSMENT', id),
        subject: 'THRESHOLD',
        lane: 'ORDINARY',
        objector,
        reason,
        outcomeSought: reason,
        interimSafety,
        ...(decisionNo !== undefined && { decisionNo }),
      },
    },
  ];
}

function enquiriesToOpen(state: Assessment): CaseToOpen[] {
  const { id, contactRef, newRisks = [] } = state;
  return newRisks.map(({ no, reason, urgency, reasonableCauseAt, reportedBy }) => {
    const key = `${id}/CHILD_PROTECTION/${no}`;
    const opening = {
      ...commonOf(state, key),
      kind: 'CHILD_PROTECTION',
      openedBy: reportedBy,
      reasonableCauseAt,
      urgency,
      reason,
    } as const;
    return { key, message: 'CASE_TO_OPEN', contactRef, opening };
  });
}

/** Names the case of Early Help that an outcome leads to. */
export function earlyHelpKey({ id }: Assessment, outcomeNo: number): string {
  return `${id}/EARLY_HELP/${outcomeNo}`;
}

function stepDownsOf({ outcomes = [] }: Assessment): OutcomeDecision[] {
  return outcomes.filter(({ outcome }) => outcome === 'STEP_DOWN');
}

/**
 * Early Help is asked while the step-down waits for it. Where it was called off, or overtaken by an end from outside,
 * the case that was begun is told; one that was not begun yet never is.
 */
function stepDownOwes(state: Assessment, stepDown: OutcomeDecision): FollowOnDelivery[] {
  const { contactRef, receiver, settled, decisionNo = 0 } = state;
  const key = earlyHelpKey(state, stepDown.no);
  const caseId = settled[key]?.caseId;
  const isPending = stepDownPending(state)?.no === stepDown.no;
  const isAnswered = stepDown.acceptedAt !== undefined || stepDown.returnedAt !== undefined;
  if (isPending || caseId === undefined) {
    const opening = {
      ...commonOf(state, key),
      kind: 'EARLY_HELP',
      openedBy: stepDown.by,
      route: 'STEP_DOWN',
      receiver: PATHWAYS.EARLY_HELP.receiver ?? '',
      familyAgreed: agreementInForce(state)?.status === 'GIVEN',
      heldBy: receiver,
      reason: stepDown.rationale,
    } as const;
    return isPending ? [{ key, message: 'CASE_TO_OPEN', contactRef, opening }] : [];
  }
  return isAnswered
    ? []
    : [
        {
          key: `${key}/called-off`,
          message: 'CASE_TO_TELL',
          contactRef,
          to: followOnStream('EARLY_HELP', caseId),
          command: { type: 'noteSuperseded', decisionNo },
        },
      ];
}

/** The referral, and every further case that led here, hears when the child is taken, comes back, or the end. */
function news(state: Assessment): CaseToTell[] {
  const { from, joinedFrom = [], acceptance, receiver, closedAt, stage } = state;
  return [from, ...joinedFrom].flatMap((to) => [
    ...(acceptance === undefined
      ? []
      : newsTo(state, { news: 'ACCEPTED', at: acceptance.at, by: acceptance.by, receiver }, to)),
    ...(closedAt === undefined
      ? []
      : newsTo(
          state,
          { news: stage === 'RETURNED' ? 'RETURNED' : 'ENDED', at: closedAt, outcome: stage },
          to,
        )),
  ]);
}
