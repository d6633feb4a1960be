import type { DeliveredMessage } from '../case.ts';
import type { Clock, ClockEvent } from '../clock.ts';
import { milestones } from '../clock-milestones.ts';
import { endPause, pauseClock } from '../clock-pausing.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { CLOCK_KINDS } from '../vocabulary.ts';
import { amendedFeedbackClock, latestDueAt, ragTarget, stopClocks } from './clock-keeping.ts';
import { openChecks, openReviews } from './agency-checks.ts';
import { requestEnded } from './agency-checks-rules.ts';
import { assertAgreement } from './agreement-rules.ts';
import { hastened, letGo } from './checks-following.ts';
import { assertOtherEyes } from './four-eyes.ts';
import { openClarification } from './clarification.ts';
import type { ReferralCommand, ReferralNotice } from './commands.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { obstacle } from './guards.ts';
import { acceptMatter } from './matters.ts';
import { isHeldOutOfHours } from './out-of-hours.ts';
import { joinDelivered } from './joining-rules.ts';
import { endedByLink, linkTold } from './linking-rules.ts';
import { pastInstant } from './past-instant.ts';
import { PATHWAYS } from './outcomes.ts';
import { openRedirects, owesAllegation } from './redirects.ts';
import { acknowledgedByHandover, endedByRedirect } from './redirects-rules.ts';
import { needsNewDecision } from './reopen.ts';
import { openBreakGlass } from './restriction.ts';
import { isUndecided, latestDecision, type Referral } from './state.ts';
import { assertWithdrawable } from './withdrawal.ts';

/** What the passing of time and the delivery of messages make of a referral. Never refused. */
export function observe(
  referral: Referral,
  notice: ReferralNotice,
  context: Omit<Context, 'actor'>,
): ReferralEvent[] {
  switch (notice.type) {
    case 'tick':
      return referral.clocks
        .flatMap((clock) => milestones(clock, context.now, context.rules))
        .toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : Number(a.occurredAt > b.occurredAt)))
        .flatMap((event) => [event, ...listedMissing(referral, event)]);
    case 'requestStopped':
      return requestEnded(referral, notice.requestId, 'WITHDRAWN', context.now);
    case 'requestHastened': {
      const { requestId, rag } = notice;
      return [{ type: 'HasteTold', occurredAt: context.now, requestId, rag }];
    }
    case 'agencyAsked': {
      const { askedAs, requestId } = notice;
      return [{ type: 'AgencyAsked', occurredAt: context.now, askedAs, requestId }];
    }
    case 'linkTold':
      return linkTold(referral, notice.delivery, context.now);
    case 'joinSettled':
      return joinDelivered(notice.delivery, notice.isTaken, context);
    case 'delivered':
      return completed(referral, delivered(referral, notice, context), context);
  }
}

/** When the decision falls due, the agencies that have not answered are named. */
function listedMissing(referral: Referral, event: ClockEvent): ReferralEvent[] {
  const isDecisionLimit =
    event.type === 'ClockBreached' &&
    referral.clocks.some(({ id, kind }) => id === event.clock && kind === 'DECISION');
  const agencies = isDecisionLimit && isUndecided(referral) ? missingAgencies(referral) : [];
  return agencies.length > 0
    ? [{ type: 'AgenciesListedMissing', occurredAt: event.occurredAt, agencies }]
    : [];
}

function missingAgencies(referral: Referral): string[] {
  return openChecks(referral).map(({ agency }) => agency);
}

function delivered(
  referral: Referral,
  notice: DeliveredMessage,
  { now, rules }: Omit<Context, 'actor'>,
): ReferralEvent[] {
  switch (notice.message) {
    case 'ACKNOWLEDGEMENT':
      return referral.acknowledgement.status === 'OUTSTANDING'
        ? acknowledged(referral, 'ELECTRONIC', now, rules)
        : [];
    case 'QUESTION': {
      const open = openClarification(referral);
      return open?.no === notice.questionNo && open.sentAt === undefined
        ? [{ type: 'QuestionSent', occurredAt: now, questionNo: open.no }]
        : [];
    }
    case 'OUTCOME': {
      // An outcome that was superseded while its message was under way does not answer for the new one.
      const isInForce = latestDecision(referral)?.no === notice.decisionNo;
      return isInForce && 'feedback' in referral && referral.feedback?.status === 'REQUESTED'
        ? [
            { type: 'FeedbackSent', occurredAt: now, method: 'ELECTRONIC' },
            ...stopClocks(referral, ['FEEDBACK'], 'FEEDBACK_GIVEN', now, rules),
          ]
        : [];
    }
  }
}

/**
 * What a command makes of a referral.
 * @throws DomainError with the rule that refuses it; nothing has happened then.
 */
export function decide(referral: Referral, command: ReferralCommand, context: Context): ReferralEvent[] {
  const refusal = obstacle(referral, command.type, context.actor);
  if (refusal !== undefined) throw refusal;
  return completed(referral, accept(referral, command, context), context);
}

function accept(referral: Referral, command: ReferralCommand, context: Context): ReferralEvent[] {
  const { actor, now, rules } = context;
  switch (command.type) {
    case 'acknowledge':
      return acknowledged(
        referral,
        command.method,
        pastInstant(command.acknowledgedAt, 'acknowledgedAt', referral.receivedAt, now),
        rules,
      );
    case 'rate':
      return rated(referral, command, context);
    case 'decide':
      return decided(referral, command, context);
    case 'giveFeedback':
      return feedbackGiven(referral, command, context);
    case 'withholdFeedback':
      return [
        {
          type: 'FeedbackWithheld',
          occurredAt: now,
          reason: command.reason,
          ...(command.note && { note: command.note }),
        },
        ...stopClocks(referral, ['FEEDBACK'], 'FEEDBACK_WITHHELD', now, rules),
      ];
    case 'acceptHandover': {
      const receiver =
        'handover' in referral && referral.handover?.status === 'AWAITED' ? referral.handover.receiver : '';
      return [
        { type: 'HandoverAccepted', occurredAt: now, receiver, acceptedBy: actor.userId },
        ...acknowledgedByHandover(referral, receiver, context),
      ];
    }
    case 'requestWithdrawal':
      return [
        { type: 'WithdrawalRequested', occurredAt: now, reason: command.reason, requestedBy: actor.userId },
      ];
    case 'approveWithdrawal':
      assertWithdrawable(referral, command, rules);
      return [
        {
          type: 'WithdrawalApproved',
          occurredAt: now,
          rationale: command.rationale,
          ...(command.noDutyArises && { noDutyArises: true as const }),
          approvedBy: actor.userId,
        },
        ...stopClocks(referral, CLOCK_KINDS, 'WITHDRAWN', now, rules),
      ];
    case 'refuseWithdrawal':
      return [
        { type: 'WithdrawalRefused', occurredAt: now, rationale: command.rationale, refusedBy: actor.userId },
      ];
    case 'pauseClock':
      return pauseClock(
        clockNamed(referral, command.clock),
        command.reason,
        { by: actor.userId, at: now },
        rules,
      );
    case 'endPause': {
      const clock = clockNamed(referral, command.clock);
      const noLaterThan = latestDueAt(referral, clock.kind);
      return endPause(clock, command.pause, { by: actor.userId, at: now }, rules, noLaterThan);
    }
    default:
      return acceptMatter(referral, command, context);
  }
}

function clockNamed({ clocks }: Referral, id: string): Clock {
  const clock = clocks.find((candidate) => candidate.id === id);
  if (clock === undefined) throw new DomainError('CLOCK_UNKNOWN', 'This case has no such clock', 'clock');
  return clock;
}

type CommandOf<Type extends ReferralCommand['type']> = Extract<ReferralCommand, { type: Type }>;

function acknowledged(
  referral: Referral,
  method: Extract<ReferralEvent, { type: 'AcknowledgementSent' }>['method'],
  at: Instant,
  rules: HubRules,
): ReferralEvent[] {
  return [
    { type: 'AcknowledgementSent', occurredAt: at, method },
    ...stopClocks(referral, ['ACKNOWLEDGEMENT'], 'ACKNOWLEDGED', at, rules),
  ];
}

function rated(
  referral: Referral,
  command: CommandOf<'rate'>,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  const rating: ReferralEvent = {
    type: 'ReferralRated',
    occurredAt: now,
    rag: command.rag,
    ...(referral.rating && { previous: referral.rating.rag }),
    reason: command.reason,
    ratedBy: actor.userId,
  };
  return [
    rating,
    ...ragTarget(referral, command.rag, now, rules),
    ...hastened(referral, command.rag, { now, rules }),
  ];
}

function decided(referral: Referral, command: CommandOf<'decide'>, context: Context): ReferralEvent[] {
  const { actor, now, rules } = context;
  const earlier = latestDecision(referral);
  if (earlier !== undefined && command.supersedes === undefined) {
    throw new DomainError(
      'ALREADY_DECIDED',
      'A decision is never edited: name the decision this one supersedes',
      'supersedes',
    );
  }
  if (command.supersedes !== undefined && command.supersedes !== earlier?.no) {
    throw new DomainError(
      'SUPERSEDES_OTHER_DECISION',
      'Only the decision in force can be superseded',
      'supersedes',
    );
  }
  if (actor.role === 'EMERGENCY_DUTY_TEAM' && command.outcome !== 'STRATEGY_S47') {
    throw new DomainError(
      'NOT_PERMITTED',
      'The out-of-hours team decides only an emergency: a strategy discussion under section 47',
      'outcome',
    );
  }
  const pathway = PATHWAYS[command.outcome];
  if (pathway.acceptedBy.length > 0 && (command.receiver ?? pathway.receiver) === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'This outcome hands the child over: name the receiving agency',
      'receiver',
    );
  }
  assertAgreement(referral, command, rules.policy);
  assertOtherEyes(referral, command, context);
  if (command.dissent !== undefined && command.interimSafety === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'An agency sees a higher risk: say what keeps the child safe until that is settled',
      'interimSafety',
    );
  }
  if (command.outcome === 'NFA' && openChecks(referral).some(({ critical }) => critical)) {
    throw new DomainError(
      'CRITICAL_CHECK_OPEN',
      'There is no decision of no further action while an agency whose answer is critical has not answered',
      'outcome',
    );
  }
  const { type: _type, receiver, ...content } = command;
  const agenciesMissing = [...new Set([...command.agenciesMissing, ...missingAgencies(referral)])];
  const no = (earlier?.no ?? 0) + 1;
  return [
    {
      type: 'DecisionMade',
      occurredAt: now,
      decision: { ...content, agenciesMissing, no, decidedAt: now, decidedBy: actor.userId },
      ...(receiver !== undefined && { receiver }),
    },
    ...stopClocks(referral, ['DECISION', 'RAG_TARGET', 'OPEN_CASE_CONFIRMATION'], 'DECIDED', now, rules),
    ...feedbackOwed(referral, now, rules),
  ];
}

/** A superseding decision owes the referrer an amended outcome; nobody is owed one who cannot be reached. */
function feedbackOwed(referral: Referral, now: Instant, rules: HubRules): ReferralEvent[] {
  return referral.referrerReach === 'UNREACHABLE'
    ? [{ type: 'FeedbackWithheld', occurredAt: now, reason: 'ANONYMOUS_REFERRER' }]
    : amendedFeedbackClock(referral, now, rules);
}

function feedbackGiven(
  referral: Referral,
  command: CommandOf<'giveFeedback'>,
  { now, rules }: Context,
): ReferralEvent[] {
  if (command.method === 'ELECTRONIC') {
    if (referral.referrerReach !== 'ELECTRONIC') {
      throw new DomainError('REFERRER_NOT_REACHABLE', 'This referrer left no electronic address', 'method');
    }
    return [{ type: 'FeedbackRequested', occurredAt: now }];
  }
  const at = pastInstant(command.givenAt, 'givenAt', latestDecision(referral)?.decidedAt, now);
  return [
    { type: 'FeedbackSent', occurredAt: at, method: command.method },
    ...stopClocks(referral, ['FEEDBACK'], 'FEEDBACK_GIVEN', at, rules),
  ];
}

/** What follows from events by themselves: the end of the referral, and of what only an open one waits for. */
function completed(
  referral: Referral,
  events: ReferralEvent[],
  context: Omit<Context, 'actor'>,
): ReferralEvent[] {
  const all = closeIfComplete(referral, events, context);
  return [...all, ...letGo(referral, all.reduce<Referral>(evolve, referral), context)];
}

/** After which an undecided referral may be with whoever it was sent to. */
const SETTLES_REDIRECT: readonly ReferralEvent['type'][] = [
  'RedirectAcknowledged',
  'HandBackAcknowledged',
  'BreakGlassReviewed',
];

/**
 * A decided referral closes when the referrer has heard, or the reason for silence is recorded, and the receiving
 * team has accepted; not while an answer that came after the decision has its review or its consequence to come, nor
 * while somebody it was sent to, or the out-of-hours team, has still to answer. One that is not decided closes when
 * whoever it was sent to takes the child over. A clock nobody stopped, such as that of an acknowledgement never sent, ends with it.
 */
function closeIfComplete(
  referral: Referral,
  events: ReferralEvent[],
  { now, rules }: Omit<Context, 'actor'>,
): ReferralEvent[] {
  const after = events.reduce<Referral>(evolve, referral);
  // The clock of a review ends with the case, so the case waits for it.
  if (openBreakGlass(after).length > 0) return events;
  if (events.some(({ type }) => SETTLES_REDIRECT.includes(type))) {
    const ended = endedByRedirect(after, { now, rules });
    if (ended.length > 0) return [...events, ...ended];
  }
  const ended = endedByLink(after, { now, rules });
  if (ended.length > 0) return [...events, ...ended];
  if (after.stage !== 'DECIDED') return events;
  const heard = after.feedback.status === 'SENT' || after.feedback.status === 'WITHHELD';
  const accepted = after.handover.status !== 'AWAITED';
  const outcome = latestDecision(after)?.outcome;
  if (!heard || !accepted || outcome === undefined) return events;
  if (openReviews(after).length > 0 || needsNewDecision(after)) return events;
  if (openRedirects(after).length > 0 || owesAllegation(after) || isHeldOutOfHours(after)) return events;
  return [
    ...events,
    ...stopClocks(after, CLOCK_KINDS, 'CLOSED', now, rules),
    {
      type: 'ReferralClosed',
      occurredAt: now,
      stage: after.joined ? 'DUPLICATE' : PATHWAYS[outcome].closesAs,
    },
  ];
}
