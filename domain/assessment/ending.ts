import type { ClockEvent, StopReason } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { stopAllClocks } from '../follow-on/clock-keeping.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import type { ClosureCode } from './census.ts';
import type { Asked } from './commands.ts';
import type { Event } from './evolve.ts';
import { isBoundByRefusal } from './standing.ts';
import type { Assessment, AssessmentEnd } from './state.ts';

/** How an assessment ends, and why the clocks stop that are left. */
type Ending = {
  readonly stage: AssessmentEnd;
  readonly closureCode?: ClosureCode;
  readonly stoppedBy?: StopReason;
  /** Clocks that stop in the same step, for a reason of their own. */
  readonly stopped?: readonly ClockEvent[];
};

export function ended(
  { clocks }: Assessment,
  { stage, closureCode, stoppedBy = 'CLOSED', stopped = [] }: Ending,
  { now, rules }: Now,
): Event[] {
  const ids = stopped.map((event) => ('clock' in event ? event.clock : event.terms.id));
  const left = clocks.filter(({ id }) => !ids.includes(id));
  return [
    ...stopped,
    ...stopAllClocks({ clocks: left }, stoppedBy, now, rules),
    { type: 'AssessmentEnded', occurredAt: now, stage, ...(closureCode && { closureCode }) },
  ];
}

/**
 * No further action before an assessment began. The census has no reason for it: without an assessment the referral
 * itself counts as one without further action. Who leaves a need unmet, or has been refused by the family (E22),
 * has offered help.
 * @see Kirklees front door proposal, 28 April 2016: cases were closed without any help.
 * @throws DomainError OTHER_DECIDER_NEEDED, MISSING_FIELD
 */
export function closedBefore(
  state: Assessment,
  { rationale, unmetNeed, helpOffered }: Asked<'closeBeforeAssessment'>,
  { actor, now, rules }: Context,
): Event[] {
  assertOtherThanWorker(state, actor.userId);
  if (helpOffered === undefined && (unmetNeed || isBoundByRefusal(state))) {
    throw new DomainError('MISSING_FIELD', 'Say which help the family was offered', 'helpOffered');
  }
  const content = { rationale, unmetNeed, ...(helpOffered && { helpOffered }) };
  return [
    { type: 'ClosedBeforeAssessment', occurredAt: now, ...content, closedBy: actor.userId },
    ...ended(state, { stage: 'CLOSED_NFA_BEFORE_ASSESSMENT' }, { now, rules }),
  ];
}

export function passedToChildProtection(
  state: Assessment,
  { rationale }: Asked<'passToChildProtection'>,
  { actor, now, rules }: Context,
): Event[] {
  return [
    { type: 'PassedToChildProtection', occurredAt: now, rationale, passedBy: actor.userId },
    ...ended(state, { stage: 'CLOSED_CHILD_PROTECTION' }, { now, rules }),
  ];
}

/** The code of the service that takes over when it is adult care, which the census asks about (RC6). */
const ADULT_CARE = 'ADULT_SERVICES';

/**
 * What ends an assessment from outside (E18, E20, E42).
 * @throws DomainError MISSING_FIELD
 */
export function endedForChild(
  state: Assessment,
  command: Asked<'endForChild'>,
  { actor, now, rules }: Context,
): Event[] {
  const { type: _type, ...content } = command;
  return [
    { type: 'AssessmentEndedForChild', occurredAt: now, ...content, endedBy: actor.userId },
    ...ended(
      state,
      { stage: command.how, closureCode: closedFor(command), stoppedBy: command.how },
      { now, rules },
    ),
  ];
}

function closedFor({ how, handedTo, acceptedBy, routes }: Asked<'endForChild'>): ClosureCode {
  switch (how) {
    case 'CHILD_TURNED_18':
      if (handedTo !== undefined) return handedTo === ADULT_CARE ? 'RC6' : 'RC7';
      throw new DomainError('MISSING_FIELD', 'Name the service that goes on with the risk', 'handedTo');
    case 'CHILD_DIED':
      if (routes?.includes('CHILD_DEATH_REVIEW')) return 'RC2';
      throw new DomainError(
        'MISSING_FIELD',
        'Tell the child death review, and judge whether it is a serious incident, before the record is frozen',
        'routes',
      );
    case 'TRANSFERRED_OUT':
      if (handedTo === undefined) {
        throw new DomainError('MISSING_FIELD', 'Name the authority that takes the child on', 'handedTo');
      }
      if (acceptedBy !== undefined) return 'RC5';
      throw new DomainError(
        'MISSING_FIELD',
        'A child leaves when the other authority has accepted in writing: say who, and where it is written',
        'acceptedBy',
      );
  }
}

/**
 * Whoever carried the assessment out does not decide what it leads to.
 * @throws DomainError OTHER_DECIDER_NEEDED
 */
export function assertOtherThanWorker({ allocations = [] }: Assessment, userId: string): void {
  if (allocations.every(({ worker }) => worker !== userId)) return;
  throw new DomainError(
    'OTHER_DECIDER_NEEDED',
    'Whoever the assessment was allocated to does not decide on it: another manager does',
  );
}
