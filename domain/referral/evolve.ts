import { evolveClocks, isClockEvent, type ClockEvent } from '../clock.ts';
import { endedByDecision } from './clarification.ts';
import type { MatterEvent, ReferralEvent } from './events.ts';
import { keepingOwners } from './held-so-far.ts';
import { applyMatter, isMatterEvent } from './matters.ts';
import { PATHWAYS } from './outcomes.ts';
import { restaged } from './stages.ts';
import { type Decision, type Handover, isUndecided, type Referral, type ReferralFacts } from './state.ts';

/** A referral just received: what `ReferralReceived` makes of nothing. */
function received(event: Extract<ReferralEvent, { type: 'ReferralReceived' }>): Referral {
  return {
    ...event.receipt,
    stage: 'RECEIVED',
    version: 1,
    clocks: [],
    acknowledgement:
      event.receipt.referrerReach === 'UNREACHABLE' ? { status: 'NOT_POSSIBLE' } : { status: 'OUTSTANDING' },
  };
}

function handoverFor(decision: Decision, receiver: string | undefined): Handover {
  const pathway = PATHWAYS[decision.outcome];
  const to = receiver ?? pathway.receiver;
  return pathway.acceptedBy.length === 0 || to === undefined
    ? { status: 'NOT_NEEDED' }
    : { status: 'AWAITED', receiver: to };
}

function evolveClock(referral: Referral, event: ClockEvent): Referral {
  const clocks = evolveClocks(referral.clocks, event);
  if (event.type === 'ClockPaused' || event.type === 'ClockPauseEnded') {
    return { ...referral, clocks, version: referral.version + 1 };
  }
  const decisionIsLate =
    event.type === 'ClockBreached' &&
    clocks.some((clock) => clock.id === event.clock && clock.kind === 'DECISION');
  return decisionIsLate && isUndecided(referral)
    ? { ...referral, clocks, stage: 'DECISION_PENDING' }
    : { ...referral, clocks };
}

function decided(referral: Referral, event: Extract<ReferralEvent, { type: 'DecisionMade' }>): Referral {
  const earlier = 'decisions' in referral && referral.decisions !== undefined ? referral.decisions : [];
  const { clarifications, ...facts } = factsOf(referral);
  return {
    ...facts,
    ...(clarifications && { clarifications: endedByDecision(clarifications, event.occurredAt) }),
    stage: 'DECIDED',
    decisions: [...earlier, event.decision],
    feedback: { status: 'OUTSTANDING' },
    handover:
      event.joinedTo === undefined ? handoverFor(event.decision, event.receiver) : { status: 'NOT_NEEDED' },
  };
}

function factsOf(referral: Referral): ReferralFacts {
  const { stage: _stage, ...facts } = referral;
  return facts;
}

/** Applies what only a decided referral can go through; anything else is left as it is. */
function whenDecided(
  referral: Referral,
  change: (referral: Extract<Referral, { stage: 'DECIDED' }>) => Referral,
): Referral {
  return referral.stage === 'DECIDED' ? change(referral) : referral;
}

function apply(
  referral: Referral,
  event: Exclude<ReferralEvent, ClockEvent | MatterEvent | { type: 'ReferralReceived' | 'RulesAdopted' }>,
): Referral {
  switch (event.type) {
    case 'AcknowledgementSent': {
      const next: Referral = {
        ...referral,
        acknowledgement: { status: 'SENT', sentAt: event.occurredAt, method: event.method },
      };
      return next.stage === 'RECEIVED' ? { ...next, stage: 'SCREENING' } : next;
    }
    case 'ReferralRated': {
      const { ratingProposal: _settled, ...rest } = referral;
      return restaged({
        ...rest,
        rating: { rag: event.rag, ratedAt: event.occurredAt, ratedBy: event.ratedBy },
      });
    }
    case 'DecisionMade':
      return decided(referral, event);
    case 'FeedbackRequested':
      return whenDecided(referral, (it) => ({
        ...it,
        feedback: { status: 'REQUESTED', requestedAt: event.occurredAt },
      }));
    case 'FeedbackSent':
      return whenDecided(referral, (it) => ({
        ...it,
        feedback: { status: 'SENT', sentAt: event.occurredAt, method: event.method },
      }));
    case 'FeedbackWithheld':
      return whenDecided(referral, (it) => ({
        ...it,
        feedback: { status: 'WITHHELD', withheldAt: event.occurredAt, reason: event.reason },
      }));
    case 'HandoverAccepted':
      return whenDecided(referral, (it) => ({
        ...it,
        handover: {
          status: 'ACCEPTED',
          receiver: event.receiver,
          acceptedAt: event.occurredAt,
          acceptedBy: event.acceptedBy,
        },
      }));
    case 'WithdrawalRequested':
      return {
        ...referral,
        withdrawalRequest: {
          requestedAt: event.occurredAt,
          requestedBy: event.requestedBy,
          reason: event.reason,
        },
      };
    case 'WithdrawalRefused': {
      const { withdrawalRequest: _refused, ...rest } = referral;
      return rest;
    }
    case 'WithdrawalApproved':
      return { ...referral, stage: 'WITHDRAWN', closedAt: event.occurredAt };
    case 'ReferralClosed':
      return { ...referral, stage: event.stage, closedAt: event.occurredAt };
  }
}

/** What the system writes down by itself and nobody needs to have seen before they act. */
const UNSEEN_EVENTS: ReadonlySet<string> = new Set<ReferralEvent['type']>([
  'AgencyAsked',
  'AgenciesListedMissing',
  'ChecksHastened',
  'HasteTold',
  'ChecksLetGo',
  'OpenCaseTold',
  'JoinAdmitted',
  'ContributorTold',
  'FollowOnAsked',
  'FollowOnBegun',
  'FollowOnTold',
]);

/** The referral after one event. The first event of every referral is `ReferralReceived`. */
export function evolve(referral: Referral | undefined, event: ReferralEvent): Referral {
  if (event.type === 'ReferralReceived') return received(event);
  if (referral === undefined) throw new Error(`a referral cannot begin with ${event.type}`);
  if (event.type === 'RulesAdopted') return referral;
  if (isClockEvent(event)) return evolveClock(referral, event);
  const moved = isMatterEvent(event) ? applyMatter(referral, event) : apply(referral, event);
  const next = keepingOwners(referral, moved, event);
  return UNSEEN_EVENTS.has(event.type) ? next : { ...next, version: referral.version + 1 };
}

/** The referral a whole stream tells; undefined for an empty one. */
export function fold(events: readonly ReferralEvent[]): Referral | undefined {
  return events.reduce<Referral | undefined>(evolve, undefined);
}
