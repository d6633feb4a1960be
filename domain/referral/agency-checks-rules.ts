import { DomainError } from '../errors.ts';
import { type RequestEnd, requestIdOf } from '../information-request/state.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import {
  type AgencyCheck,
  type AgencyCheckCommand,
  type AgencyCheckEvent,
  openReviews,
} from './agency-checks.ts';
import { applyAgencyCheck, checksOf } from './agency-checks-evolve.ts';
import { checksAllowed } from './agreement.ts';
import { occasionalClock, stopClock } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { needsNewDecision, renewedDecisionClock } from './reopen.ts';
import { isClosed, isUndecided, type Referral } from './state.ts';

type CommandOf<Type extends AgencyCheckCommand['type']> = Extract<AgencyCheckCommand, { type: Type }>;
type EventOf<Type extends AgencyCheckEvent['type']> = Extract<AgencyCheckEvent, { type: Type }>;

/** What agencies know of the child. They are asked before the decision; what they say is taken in at any time. */
export const agencyChecks: Matter<AgencyCheckCommand, AgencyCheckEvent> = {
  permitted: {
    requestInformation: ['CONTACT_OFFICER', 'SOCIAL_WORKER', ...DECIDING_ROLES, 'EMERGENCY_DUTY_TEAM'],
    noteAnswer: ['SYSTEM'],
    noteRequestEnded: ['SYSTEM'],
    reviewLateAnswer: DECIDING_ROLES,
  },
  whileClosed: ['noteAnswer', 'noteRequestEnded', 'reviewLateAnswer'],
  obstacle(referral, action) {
    switch (action) {
      case 'requestInformation':
        return mayAsk(referral);
      case 'reviewLateAnswer':
        return openReviews(referral).length > 0
          ? undefined
          : new DomainError('NO_LATE_ANSWER', 'No answer of an agency waits for a review');
      case 'noteAnswer':
      case 'noteRequestEnded':
        return undefined;
    }
  },
  accept(referral, command, context) {
    switch (command.type) {
      case 'requestInformation':
        return asked(referral, command, context);
      case 'noteAnswer':
        return answerNoted(referral, command, context);
      case 'noteRequestEnded':
        return requestEnded(referral, command.requestId, command.end, context.now);
      case 'reviewLateAnswer':
        return reviewed(referral, command, context);
    }
  },
  apply: applyAgencyCheck,
};

function mayAsk(referral: Referral): DomainError | undefined {
  if (!isUndecided(referral)) {
    return new DomainError('ALREADY_DECIDED', 'Agencies are asked before the decision');
  }
  return referral.rating === undefined
    ? new DomainError('NOT_RATED', 'Agencies are asked once the referral is rated; the rating says how soon')
    : undefined;
}

function asked(
  referral: Referral,
  command: CommandOf<'requestInformation'>,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  const levels = rules.policy.triage?.agencyRequests.higherLevels;
  if (levels !== undefined && referral.rating !== undefined && !levels.includes(referral.rating.rag)) {
    throw new DomainError(
      'RATING_TOO_LOW',
      `Agencies are asked under the ratings ${levels.join(', ')} only (policy ${rules.policy.edition}, agencyRequests.higherLevels)`,
    );
  }
  const earlier = checksOf(referral).filter(({ agency }) => agency === command.agency);
  if (earlier.some(({ endedAt }) => endedAt === undefined)) {
    throw new DomainError('ALREADY_ASKED', 'This agency has been asked and can still answer', 'agency');
  }
  const unauthorised = checksAllowed(referral, command.critical);
  if (unauthorised !== undefined) throw unauthorised;
  const requestId = requestIdOf(referral.contactRef, command.agency, earlier.length + 1);
  const { type: _type, ...content } = command;
  return [
    { type: 'InformationRequested', occurredAt: now, requestId, ...content, requestedBy: actor.userId },
  ];
}

/** Nothing more comes of a check; said again, it changes nothing. */
export function requestEnded(
  referral: Referral,
  requestId: string,
  end: RequestEnd,
  now: Instant,
): AgencyCheckEvent[] {
  return checkOf(referral, requestId).endedAt === undefined
    ? [{ type: 'RequestEnded', occurredAt: now, requestId, end }]
    : [];
}

/** Every answer after the decision starts a review of its own; a repeated one changes nothing. */
function answerNoted(
  referral: Referral,
  { type: _type, ...note }: CommandOf<'noteAnswer'>,
  { now, rules }: Context,
): ReferralEvent[] {
  const { answers } = checkOf(referral, note.requestId);
  if (answers.some(({ answerNo }) => answerNo === note.answerNo)) return [];
  const started = isUndecided(referral)
    ? []
    : occasionalClock(referral, 'LATE_ANSWER_REVIEW', { startedAt: now, now }, rules);
  const review = started[0]?.terms.id;
  return [
    { type: 'AnswerNoted', occurredAt: now, ...note, ...(review !== undefined && { review }) },
    ...started,
  ];
}

/** What changes the decision opens a closed referral again, and gives the manager the time of a first decision. */
function reviewed(
  referral: Referral,
  { requestId, answerNo, outcome, rationale }: CommandOf<'reviewLateAnswer'>,
  { actor, now, rules }: Context,
): ReferralEvent[] {
  const found = openReviews(referral).find(
    ({ check, answer }) => check.requestId === requestId && answer.answerNo === answerNo,
  );
  if (found === undefined) {
    throw new DomainError('NO_LATE_ANSWER', 'This answer does not wait for a review', 'answerNo');
  }
  const noted: EventOf<'LateAnswerReviewed'> = {
    type: 'LateAnswerReviewed',
    occurredAt: now,
    requestId,
    answerNo,
    outcome,
    rationale,
    reviewedBy: actor.userId,
  };
  const after = applyAgencyCheck(referral, noted);
  return [
    noted,
    ...stopClock(referral, found.answer.review?.clock, 'REVIEWED', now, rules),
    ...(needsNewDecision(after) ? decisionCalledFor(after, now, rules) : []),
  ];
}

function decisionCalledFor(referral: Referral, now: Instant, rules: HubRules): ReferralEvent[] {
  return [
    ...(isClosed(referral) ? [{ type: 'ReferralReopened', occurredAt: now } as const] : []),
    ...renewedDecisionClock(referral, now, rules),
  ];
}

/** @throws DomainError CHECK_UNKNOWN when nobody has asked, or the referral does not know yet under which id */
function checkOf(referral: Referral, requestId: string): AgencyCheck {
  const check = checksOf(referral).find((one) => one.requestId === requestId);
  if (check === undefined) {
    throw new DomainError('CHECK_UNKNOWN', 'This referral has asked no agency under that id', 'requestId');
  }
  return check;
}
