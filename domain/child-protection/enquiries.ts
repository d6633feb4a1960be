import { DomainError } from '../errors.ts';
import { startClock } from '../follow-on/clock-keeping.ts';
import type { Context } from '../follow-on/kind.ts';
import type { Instant } from '../instant.ts';
import { pastInstant } from '../referral/past-instant.ts';
import { later } from '../working-time.ts';
import {
  awaitsDiscussionAfterEmergency,
  awaitsConference,
  childAt,
  isBeforeS47,
  isConcluded,
  isInEnquiry,
} from './children.ts';
import { enquiryClocks, isAbout, openClock, stopThose } from './clock-rules.ts';
import { WAYS_ON_AFTER } from './codes.ts';
import type { EnquiryCommand } from './commands.ts';
import { type Event, inTurn } from './evolve.ts';
import { handingOnClocks } from './handing-on.ts';
import type { ChildProtection, Onward } from './state.ts';

type Of<Type extends EnquiryCommand['type']> = Extract<EnquiryCommand, { type: Type }>;

/**
 * Enquiries begin before any discussion, because a child cannot wait. A quorate one follows within its limit.
 * @throws DomainError MISSING_FIELD, NOT_AT_THIS_STAGE
 */
export function startedInEmergency(
  state: ChildProtection,
  command: Of<'startEmergencyS47'>,
  context: Context,
): Event[] {
  const { type: _type, ...content } = command;
  const { actor, now, rules } = context;
  const referralRefs = [...new Set(content.referralRefs)];
  if (referralRefs.length === 0) {
    throw new DomainError('MISSING_FIELD', 'Name the children', 'referralRefs');
  }
  for (const ref of referralRefs) childAt(state, ref, isBeforeS47);
  const begun = { startedAt: now, now };
  return inTurn(
    state,
    () => [
      {
        type: 'EmergencyS47Started',
        occurredAt: now,
        ...content,
        referralRefs,
        startedBy: actor.userId,
      },
    ],
    (after) => startClock(after, 'STRATEGY_DISCUSSION_AFTER_EMERGENCY', begun, rules),
    ...referralRefs.map((ref) => (after: ChildProtection) => enquiryClocks(after, ref, now, context)),
  );
}

/**
 * The child was seen; the first time stops the clock. Who was seen between reasonable cause and the decision to
 * enquire has been seen when it was made.
 * @throws DomainError INVALID_INSTANT, NOT_AT_THIS_STAGE
 */
export function childSeen(
  state: ChildProtection,
  { type: _type, referralRef, seenAt: at, alone, note }: Of<'recordChildSeen'>,
  { actor, now, rules }: Context,
): Event[] {
  const child = childAt(state, referralRef, (one) => !isConcluded(one) && one.s47 !== undefined);
  const seenAt = pastInstant(at, 'seenAt', child.waitsFrom[0], now);
  const from = openClock(state, 'CHILD_SEEN_S47', referralRef)?.startedAt ?? seenAt;
  return [
    { type: 'ChildSeen', occurredAt: now, referralRef, seenAt, alone, note, recordedBy: actor.userId },
    ...stopThose(
      state,
      (clock) => isAbout(clock, ['CHILD_SEEN_S47'], referralRef),
      'CHILD_SEEN',
      later(seenAt, from),
      rules,
    ),
  ];
}

/**
 * Enquiries end with their outcome (transition 16): in a conference, with a plan that keeps the child safe until then,
 * or without one, and then somebody else goes on with the child or nobody does.
 * @throws DomainError INVALID_INSTANT, MISSING_FIELD, NOT_AT_THIS_STAGE
 */
export function enquiryConcluded(
  state: ChildProtection,
  command: Of<'concludeS47'>,
  context: Context,
): Event[] {
  const { referralRef, outcome, rationale, notSeenReason, interimProtectionPlan, conferenceAt } = command;
  const { actor, now } = context;
  const child = childAt(state, referralRef, isInEnquiry);
  if (awaitsDiscussionAfterEmergency(child)) {
    throw new DomainError('NOT_AT_THIS_STAGE', 'A quorate strategy discussion is held first', 'referralRef');
  }
  if (child.sightings.length === 0 && notSeenReason === undefined) {
    throw new DomainError('MISSING_FIELD', 'Nobody has seen the child: say why', 'notSeenReason');
  }
  const common = {
    type: 'S47Concluded',
    occurredAt: now,
    referralRef,
    outcome,
    rationale,
    ...(child.sightings.length === 0 && notSeenReason && { notSeenReason }),
    concludedBy: actor.userId,
  } as const;
  if (outcome !== 'ICPC') {
    const onward = onwardAfter(command, outcome);
    return inTurn(
      state,
      () => [{ ...common, onward }],
      (after) => conferenceStopped(after, referralRef, 'NOT_REQUIRED', context),
      (after) => handingOnClocks(after, state, context),
    );
  }
  if (interimProtectionPlan === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'Say what keeps the child safe until the conference',
      'interimProtectionPlan',
    );
  }
  const booked =
    conferenceAt === undefined
      ? []
      : [booking({ type: 'bookConference', referralRef, conferenceAt }, context)];
  return [{ ...common, interimProtectionPlan }, ...booked];
}

function onwardAfter(
  { wayOn, receiver, familyAgreed }: Of<'concludeS47'>,
  outcome: keyof typeof WAYS_ON_AFTER,
): Onward {
  const ways = WAYS_ON_AFTER[outcome];
  if (wayOn !== undefined && !ways.includes(wayOn)) {
    throw new DomainError('NOT_AT_THIS_STAGE', 'This does not go with the outcome of the enquiries', 'wayOn');
  }
  return {
    wayOn: wayOn ?? ways[0],
    ...(receiver !== undefined && { receiver }),
    ...(familyAgreed !== undefined && { familyAgreed }),
  };
}

function conferenceStopped(
  state: ChildProtection,
  referralRef: string,
  stoppedBy: 'NOT_REQUIRED' | 'HELD',
  { now, rules }: Context,
  at: Instant = now,
): Event[] {
  return stopThose(state, (clock) => isAbout(clock, ['ICPC'], referralRef), stoppedBy, at, rules);
}

/** The conference has a date, or another one. @throws DomainError INVALID_INSTANT, NOT_AT_THIS_STAGE */
export function conferenceBooked(
  state: ChildProtection,
  command: Of<'bookConference'>,
  context: Context,
): Event[] {
  childAt(state, command.referralRef, awaitsConference);
  return [booking(command, context)];
}

function booking({ type: _type, ...content }: Of<'bookConference'>, { actor, now }: Context): Event {
  if (content.conferenceAt <= now) {
    throw new DomainError('INVALID_INSTANT', 'A conference is booked for a time to come', 'conferenceAt');
  }
  return { type: 'ConferenceBooked', occurredAt: now, ...content, bookedBy: actor.userId };
}

/**
 * The conference was held (transition 17): the child passes to the child protection system, plan or none.
 * @throws DomainError INVALID_INSTANT, MISSING_FIELD, NOT_AT_THIS_STAGE
 */
export function conferenceHeld(
  state: ChildProtection,
  command: Of<'recordConference'>,
  context: Context,
): Event[] {
  const { type: _type, ...content } = command;
  const { referralRef, planMade, category, lateReason } = content;
  const { actor, now } = context;
  const child = childAt(
    state,
    referralRef,
    (one) => awaitsConference(one) && one.conference.bookedFor !== undefined,
  );
  const heldAt = pastInstant(content.heldAt, 'heldAt', child.s47?.startedAt, now);
  if (planMade && category === undefined) {
    throw new DomainError('MISSING_FIELD', 'A child protection plan has a category', 'category');
  }
  const clock = openClock(state, 'ICPC', referralRef);
  if (clock !== undefined && heldAt > clock.dueAt && lateReason === undefined) {
    throw new DomainError('MISSING_FIELD', 'The conference was held after its limit: say why', 'lateReason');
  }
  const { category: _category, ...rest } = content;
  return inTurn(
    state,
    () => [
      {
        type: 'ConferenceRecorded',
        occurredAt: now,
        ...rest,
        ...(planMade && category !== undefined && { category }),
        recordedBy: actor.userId,
      },
    ],
    (after) => conferenceStopped(after, referralRef, 'HELD', context, heldAt),
  );
}

/** A manager finds that no conference is needed after all (E33). @throws DomainError NOT_AT_THIS_STAGE */
export function conferenceNotRequired(
  state: ChildProtection,
  { type: _type, referralRef, reason, ...onward }: Of<'recordConferenceNotRequired'>,
  context: Context,
): Event[] {
  const { actor, now } = context;
  childAt(state, referralRef, awaitsConference);
  return inTurn(
    state,
    () => [
      {
        type: 'ConferenceNotRequired',
        occurredAt: now,
        referralRef,
        reason,
        onward,
        decidedBy: actor.userId,
      },
    ],
    (after) => conferenceStopped(after, referralRef, 'NOT_REQUIRED', context),
    (after) => handingOnClocks(after, state, context),
  );
}
