import { DomainError } from '../errors.ts';
import { startClock, stopClocks } from '../follow-on/clock-keeping.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import type { Asked } from './commands.ts';
import { ended } from './ending.ts';
import type { Event } from './evolve.ts';
import type { AssessmentOpening } from './opening.ts';
import { isChildSeen } from './standing.ts';
import type { Assessment } from './state.ts';

/** The hand-over has its time from now; the assessment and its checkpoint count from receipt (C12, C13). */
export function opened(opening: AssessmentOpening & { readonly id: string }, { now, rules }: Now): Event[] {
  const none = { clocks: [] };
  const fromReceipt = { startedAt: opening.receivedAt, now };
  return [
    { type: 'AssessmentOpened', occurredAt: now, opening },
    ...startClock(none, 'HANDOVER_ACCEPTANCE', { startedAt: now, now }, rules),
    ...startClock(none, 'ASSESSMENT', fromReceipt, rules),
    ...startClock(none, 'ASSESSMENT_CHECKPOINT', fromReceipt, rules),
  ];
}

/** One assessment is open for a child (8896): a second opening finds it, and its case is told the same. */
export function joined(state: Assessment, { from }: AssessmentOpening, { now }: Now): Event[] {
  const known = [state.from, ...(state.joinedFrom ?? [])];
  return from === undefined || known.includes(from)
    ? []
    : [{ type: 'AssessmentJoined', occurredAt: now, from }];
}

/**
 * The receiving manager takes the child, whatever they think of the threshold: where they dispute it, the more
 * protective position holds until the dispute is resolved, and no clock waits for that.
 * @throws DomainError MISSING_FIELD
 */
export function accepted(
  state: Assessment,
  { threshold, reason, interimSafety }: Asked<'acceptAssessment'>,
  { actor, now, rules }: Context,
): Event[] {
  const { userId, role, agency } = actor;
  if (threshold === 'AGREED') return taken(state, userId, { now, rules });
  if (reason === undefined) {
    throw new DomainError('MISSING_FIELD', 'A threshold that is disputed has its reason', 'reason');
  }
  if (interimSafety === undefined) {
    throw new DomainError('MISSING_FIELD', 'Say what keeps the child safe meanwhile', 'interimSafety');
  }
  const dispute = { reason, interimSafety, objector: { userId, role, agency } };
  return [
    { type: 'AssessmentAccepted', occurredAt: now, threshold, dispute, acceptedBy: userId },
    ...stopClocks(state, { kinds: ['HANDOVER_ACCEPTANCE'] }, 'ACCEPTED', now, rules),
  ];
}

/** The team has the child, and agrees with the threshold. */
export function taken(state: Assessment, acceptedBy: string, { now, rules }: Now): Event[] {
  return [
    { type: 'AssessmentAccepted', occurredAt: now, threshold: 'AGREED', acceptedBy },
    ...stopClocks(state, { kinds: ['HANDOVER_ACCEPTANCE'] }, 'ACCEPTED', now, rules),
  ];
}

/** The child has not left the hub, which decides afresh. */
export function returned(
  state: Assessment,
  { reason }: Asked<'returnToHub'>,
  { actor, now, rules }: Context,
): Event[] {
  return [
    { type: 'AssessmentReturned', occurredAt: now, reason, returnedBy: actor.userId },
    ...ended(state, { stage: 'RETURNED', stoppedBy: 'RETURNED' }, { now, rules }),
  ];
}

/** The child is to be seen within days of the first allocation (C10); a later worker gets no new time. */
export function allocated(
  state: Assessment,
  { worker }: Asked<'allocate'>,
  { actor, now, rules }: Context,
): Event[] {
  const isFirst = state.allocations === undefined;
  return [
    { type: 'AssessmentAllocated', occurredAt: now, worker, allocatedBy: actor.userId },
    ...(isFirst && !isChildSeen(state)
      ? startClock(state, 'CHILD_SEEN_S17', { startedAt: now, now }, rules)
      : []),
  ];
}
