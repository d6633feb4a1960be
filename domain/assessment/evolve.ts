import type { CommonEvent } from '../follow-on/events.ts';
import { begun, moved } from '../follow-on/facts.ts';
import type { Instant } from '../instant.ts';
import type { AssessmentEvent } from './events.ts';
import type { Assessment, NewRisk, OutcomeDecision } from './state.ts';

export type Event = AssessmentEvent | CommonEvent;

/** The hub keeps the child until the receiving team has accepted. */
export function beginAssessment(event: Event): Assessment {
  if (event.type !== 'AssessmentOpened') throw new Error(`an assessment cannot begin with ${event.type}`);
  const { opening, occurredAt } = event;
  const { receiver, withS47, reason, decisionNo } = opening;
  return {
    ...begun(opening, occurredAt, { team: 'HUB', role: 'TEAM_MANAGER' }),
    kind: 'ASSESSMENT',
    stage: 'AWAITING_ACCEPTANCE',
    receiver,
    withS47,
    ...(reason && { reason }),
    ...(decisionNo !== undefined && { decisionNo }),
  };
}

/** The assessment after one of its own events. */
export function applyToAssessment(state: Assessment, event: Event): Assessment {
  const { occurredAt: at } = event;
  switch (event.type) {
    case 'AssessmentJoined':
      return { ...state, joinedFrom: [...(state.joinedFrom ?? []), event.from] };
    case 'AssessmentAccepted': {
      const { threshold, dispute, acceptedBy: by } = event;
      const owner = { team: state.receiver, role: 'TEAM_MANAGER', since: at } as const;
      const acceptance = { at, by, threshold, ...(dispute && { dispute }) };
      return { ...moved(state, owner), stage: 'ASSESSMENT', acceptance };
    }
    case 'AssessmentAllocated': {
      const { worker, allocatedBy: by } = event;
      const owner = { team: state.receiver, role: 'TEAM_MANAGER', userId: worker, since: at } as const;
      return { ...moved(state, owner), allocations: [...(state.allocations ?? []), { worker, at, by }] };
    }
    case 'TimescaleSet': {
      const { workingDays, reason, limitDueAt, setBy } = event;
      return { ...state, timescale: { workingDays, reason, limitDueAt, setAt: at, setBy } };
    }
    case 'AssessmentChildSeen': {
      const { seenAt, alone, note, recordedBy } = event;
      return { ...state, visits: [...(state.visits ?? []), { seenAt, alone, note, recordedBy }] };
    }
    case 'CheckpointReviewed':
      return { ...state, checkpoint: { note: event.note, at, by: event.reviewedBy } };
    case 'OverrunExplained': {
      const { reason, newDate, givenLate, explainedBy: by } = event;
      return { ...state, overruns: [...(state.overruns ?? []), { reason, newDate, givenLate, at, by }] };
    }
    case 'AssessmentAgreementRecorded': {
      const { status, givenBy, reason, recordedBy } = event;
      const record = { status, givenBy, ...(reason && { reason }), at, recordedBy };
      return { ...state, agreements: [...(state.agreements ?? []), record] };
    }
    case 'NewRiskReported': {
      const { no, reason, urgency, reasonableCauseAt, reportedBy } = event;
      const risk = { no, reason, urgency, reasonableCauseAt, reportedAt: at, reportedBy };
      return { ...state, newRisks: [...(state.newRisks ?? []), risk] };
    }
    case 'EnquiriesEnded': {
      const { no, outcome } = event;
      const ended = (risk: NewRisk) => ({ ...risk, endedAt: at, ...(outcome !== undefined && { outcome }) });
      return {
        ...state,
        newRisks: state.newRisks?.map((risk) => (risk.no === no ? ended(risk) : risk)) ?? [],
      };
    }
    case 'ThresholdDisputeEnded': {
      const { caseId, outcome } = event;
      return { ...state, disputeEnded: { caseId, at, ...(outcome !== undefined && { outcome }) } };
    }
    case 'AssessmentAuthorised': {
      const {
        authorisedAt,
        authorisedBy: by,
        outcome,
        closureCode,
        rationale,
        familyInformed: _,
        ...rest
      } = event;
      const { type: _type, occurredAt: _at, ...content } = rest;
      const authorisation = { ...content, at: authorisedAt, by };
      const decided = withOutcome(state, { outcome, rationale, ...(closureCode && { closureCode }) }, at, by);
      return { ...decided, authorisation };
    }
    case 'AssessmentDecidedAgain': {
      const { outcome, closureCode, rationale, decidedBy } = event;
      const content = { outcome, rationale, ...(closureCode && { closureCode }) };
      return withOutcome(state, content, at, decidedBy);
    }
    case 'StepDownReturned':
      return { ...changed(state, event.no, { returnedAt: at }), stage: 'ASSESSMENT' };
    case 'StepDownAccepted':
      return changed(state, event.no, { acceptedAt: at });
    case 'AssessmentEnded': {
      const { stage, closureCode } = event;
      return { ...state, stage, closedAt: at, ...(closureCode && { closureCode }) };
    }
    default:
      return state;
  }
}

function withOutcome(
  state: Assessment,
  decided: Pick<OutcomeDecision, 'outcome' | 'closureCode' | 'rationale'>,
  at: Instant,
  by: string,
): Assessment {
  const outcomes = state.outcomes ?? [];
  return {
    ...state,
    stage: decided.outcome === 'STEP_DOWN' ? 'STEP_DOWN_PENDING' : state.stage,
    outcomes: [...outcomes, { no: outcomes.length + 1, ...decided, at, by }],
  };
}

function changed(
  state: Assessment,
  no: number,
  change: Pick<OutcomeDecision, 'returnedAt'> | Pick<OutcomeDecision, 'acceptedAt'>,
): Assessment {
  const outcomes = state.outcomes?.map((one) => (one.no === no ? { ...one, ...change } : one));
  return { ...state, ...(outcomes && { outcomes }) };
}
