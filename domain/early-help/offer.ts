import type { ClockEvent } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { startClock, stopClocks } from '../follow-on/clock-keeping.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import { addMs, type Instant } from '../instant.ts';
import { localTimeOf } from '../local-time.ts';
import { pastInstant } from '../referral/past-instant.ts';
import { later } from '../working-time.ts';
import type { Given } from './commands.ts';
import { assertDay } from './dates.ts';
import { type Event, returned } from './ending.ts';
import type { EarlyHelpOpening } from './opening.ts';
import { type EarlyHelp, hasAgreed, type RoutingFeedback } from './state.ts';

/** A family that is offered Early Help answers in its time; one that steps down is handed over at a meeting in its time. */
export function opened(opening: EarlyHelpOpening & { readonly id: string }, { now, rules }: Now): Event[] {
  const start = (kind: 'HANDOVER_ACCEPTANCE' | 'EARLY_HELP_OFFER' | 'STEP_DOWN_MEETING') =>
    startClock({ clocks: [] }, kind, { startedAt: now, now }, rules);
  return [
    { type: 'EarlyHelpOpened', occurredAt: now, opening },
    ...start('HANDOVER_ACCEPTANCE'),
    ...(opening.route === 'STEP_DOWN' ? start('STEP_DOWN_MEETING') : []),
    ...(opening.route === 'DECISION' && !opening.familyAgreed ? start('EARLY_HELP_OFFER') : []),
  ];
}

/**
 * The family's answer. One that declines goes back for a fresh decision.
 * @throws DomainError MISSING_FIELD, INVALID_INSTANT
 */
export function answered(state: EarlyHelp, command: Given<'recordFamilyAnswer'>, context: Context): Event[] {
  const { actor, now, rules } = context;
  const { answer, givenBy, method, reason } = command;
  if (reason === undefined && (answer === 'DECLINED' || givenBy === 'YOUNG_PERSON')) {
    throw new DomainError(
      'MISSING_FIELD',
      answer === 'DECLINED'
        ? 'Say why the family declines'
        : 'Say why the young person can decide for themselves',
      'reason',
    );
  }
  const answeredAt = pastInstant(command.answeredAt, 'answeredAt', undefined, now);
  const event: Event = {
    type: 'FamilyAnswered',
    occurredAt: now,
    answer,
    givenBy,
    method,
    answeredAt,
    ...(reason && { reason }),
    recordedBy: actor.userId,
  };
  if (answer === 'DECLINED') {
    const by = { ...(reason && { reason }), returnedBy: actor.userId };
    return [event, ...returned(state, 'DECLINED', now, rules, by)];
  }
  // A family may have said yes to whoever had it before.
  const agreedAt = later(answeredAt, state.openedAt);
  return [
    event,
    ...stopClocks(state, { kinds: ['EARLY_HELP_OFFER'] }, 'AGREED', agreedAt, rules),
    ...(state.acceptance !== undefined && state.route === 'DECISION' ? began(state, now, context) : []),
  ];
}

/**
 * The Early Help manager takes the family on and names who leads. It is active once the family has agreed (transition
 * 20), or once social care has handed over (transition 22).
 * @throws DomainError INVALID_INSTANT
 */
export function accepted(
  state: EarlyHelp,
  { leadPractitioner, assessmentOn }: Omit<Given<'acceptFamily'>, 'type'>,
  acceptedBy: string,
  context: Now,
): Event[] {
  const { now, rules } = context;
  assertDay(assessmentOn, 'assessmentOn');
  return [
    {
      type: 'FamilyAccepted',
      occurredAt: now,
      acceptedBy,
      leadPractitioner,
      ...(assessmentOn !== undefined && { assessmentOn }),
    },
    ...stopClocks(state, { kinds: ['HANDOVER_ACCEPTANCE'] }, 'ACCEPTED', now, rules),
    ...startClock(state, 'EARLY_HELP_CONTACT', { startedAt: now, now }, rules),
    ...(state.route === 'DECISION' && hasAgreed(state) ? began(state, now, context) : []),
  ];
}

/** `from` is when the first review's time begins. */
function began(state: EarlyHelp, from: Instant, { now, rules }: Now): Event[] {
  return [
    { type: 'EarlyHelpBegan', occurredAt: now },
    ...startClock(state, 'EARLY_HELP_REVIEW', { startedAt: from, now }, rules),
  ];
}

/** Early Help cannot take the family, or thinks that it needs more (transition 21, E49). */
export function refused(state: EarlyHelp, command: Given<'refuseFamily'>, context: Context): Event[] {
  const { reason, thresholdHigher, feedback } = command;
  const { actor, now, rules } = context;
  const why = thresholdHigher ? 'THRESHOLD_HIGHER' : 'CANNOT_ACCEPT';
  const isFirst = feedback !== undefined && state.feedback === undefined;
  return [
    ...(isFirst ? [feedbackGiven({ code: feedback }, context)] : []),
    ...returned(state, why, now, rules, { reason, returnedBy: actor.userId }),
  ];
}

/** What Early Help says of the route, once. */
export function feedbackGiven(
  { code, note }: { readonly code: RoutingFeedback } & Pick<Given<'giveRoutingFeedback'>, 'note'>,
  { actor, now }: Context,
): Event {
  return {
    type: 'RoutingFeedbackGiven',
    occurredAt: now,
    code,
    ...(note && { note }),
    givenBy: actor.userId,
  };
}

/**
 * Transition 22: social care hands over in the family's presence, and may close from then on.
 * @throws DomainError MEETING_INCOMPLETE when somebody was not there, AGREEMENT_NEEDED, INVALID_INSTANT
 */
export function handedOver(
  state: EarlyHelp,
  command: Given<'recordHandoverMeeting'>,
  context: Context,
): Event[] {
  const { actor, now, rules } = context;
  assertAllPresent(command);
  if (!hasAgreed(state)) {
    throw new DomainError(
      'AGREEMENT_NEEDED',
      'Early Help needs the family’s agreement; record it before the meeting that hands the family over',
    );
  }
  const heldAt = pastInstant(command.heldAt, 'heldAt', state.openedAt, now);
  const { plan, outstandingActions, contingency, reviewOn } = command;
  assertReviewDay(reviewOn, heldAt, context);
  const reachedAt = later(heldAt, state.acceptance?.at ?? heldAt);
  return [
    {
      type: 'HandoverMeetingHeld',
      occurredAt: now,
      heldAt,
      plan,
      outstandingActions,
      contingency,
      ...(reviewOn !== undefined && { reviewOn }),
      recordedBy: actor.userId,
    },
    ...stopClocks(state, { kinds: ['STEP_DOWN_MEETING'] }, 'MET', heldAt, rules),
    ...stopClocks(state, { kinds: ['EARLY_HELP_CONTACT'] }, 'MET', reachedAt, rules),
    ...began(state, heldAt, context),
  ];
}

function assertAllPresent(command: Given<'recordHandoverMeeting'>): void {
  const { socialWorkerPresent, leadPractitionerPresent, familyPresent } = command;
  if (socialWorkerPresent && leadPractitionerPresent && familyPresent) return;
  const field = socialWorkerPresent
    ? leadPractitionerPresent
      ? 'familyPresent'
      : 'leadPractitionerPresent'
    : 'socialWorkerPresent';
  throw new DomainError(
    'MEETING_INCOMPLETE',
    'A step-down meeting is held with the social worker, the lead practitioner and the family; social care stays responsible until it is',
    field,
  );
}

function assertReviewDay(reviewOn: string | undefined, heldAt: Instant, { rules }: Now): void {
  assertDay(reviewOn, 'reviewOn');
  if (reviewOn === undefined || reviewOn > localTimeOf(heldAt, rules.calendar).date) return;
  throw new DomainError('INVALID_INSTANT', 'A plan is reviewed on a day after the meeting', 'reviewOn');
}

/**
 * An offer that nobody has taken up in its time goes back to the hub's manager, whose it still is; from the first
 * instant that is late. A family that steps down is social care's whatever becomes late, so nobody but managers hears.
 */
export function onClock(state: EarlyHelp, event: ClockEvent, { rules }: Now): Event[] {
  if (event.type !== 'ClockBreached' || state.stage !== 'EARLY_HELP_OFFERED') return [];
  const kind = state.clocks.find(({ id }) => id === event.clock)?.kind;
  const at = addMs(event.occurredAt, 1);
  switch (kind) {
    case 'HANDOVER_ACCEPTANCE':
      return returned(state, 'NOT_ACCEPTED_IN_TIME', at, rules);
    case 'EARLY_HELP_OFFER':
      return returned(state, 'NO_ANSWER_IN_TIME', at, rules);
    default:
      return [];
  }
}
