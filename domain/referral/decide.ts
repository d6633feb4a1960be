import type { DeliveredMessage } from '../case.ts';
import type { Clock, ClockEvent } from '../clock.ts';
import { milestones } from '../clock-milestones.ts';
import { endPause, pauseClock } from '../clock-pausing.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { CLOCK_KINDS } from '../vocabulary.ts';
import { latestDueAt, ragTarget, stopClocks } from './clock-keeping.ts';
import { missingAgencies } from './agency-checks.ts';
import { requestEnded } from './agency-checks-rules.ts';
import { hastened } from './checks-following.ts';
import { openClarification } from './clarification.ts';
import { completed } from './closing.ts';
import type { ReferralCommand, ReferralNotice } from './commands.ts';
import type { Context } from './context.ts';
import { decisionMade } from './decision.ts';
import type { ReferralEvent } from './events.ts';
import { obstacle } from './guards.ts';
import { acceptMatter } from './matters.ts';
import { joinDelivered } from './joining-rules.ts';
import { linkTold } from './linking-rules.ts';
import { pastInstant } from './past-instant.ts';
import { acknowledgedByHandover } from './redirects-rules.ts';
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
    case 'followOnBegun': {
      const { key, caseId } = notice;
      return [{ type: 'FollowOnBegun', occurredAt: context.now, key, caseId }];
    }
    case 'followOnTold': {
      const { delivery, isTaken } = notice;
      return [{ type: 'FollowOnTold', occurredAt: context.now, key: delivery.key, isTaken }];
    }
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
      return decisionMade(referral, command, context);
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
