import type { StopReason } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { stopAllClocks } from '../follow-on/clock-keeping.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { SealedText } from '../sealed-text.ts';
import type { Given } from './commands.ts';
import { assertPastDay, today } from './dates.ts';
import type { EarlyHelpEvent } from './events.ts';
import type { Closing, EarlyHelp, EarlyHelpEnd, EarlyHelpReturn } from './state.ts';

export type Event = EarlyHelpEvent | CommonEvent;

const STOPPED_BY: Readonly<Record<EarlyHelpEnd, StopReason>> = {
  CLOSED_EH: 'CLOSED',
  RETURNED: 'RETURNED',
  STEPPED_UP: 'RETURNED',
  SUPERSEDED: 'SUPERSEDED',
  CHILD_TURNED_18: 'CHILD_TURNED_18',
  CHILD_DIED: 'CHILD_DIED',
  MOVED: 'TRANSFERRED_OUT',
};

/** The end of a case, with every clock that still runs. */
export function ended(state: EarlyHelp, stage: EarlyHelpEnd, at: Instant, rules: HubRules): Event[] {
  return [
    ...stopAllClocks(state, STOPPED_BY[stage], at, rules),
    { type: 'EarlyHelpEnded', occurredAt: at, stage },
  ];
}

/** Transition 21, and a step-down that Early Help refuses (E49): whoever decides has the family, and decides afresh. */
export function returned(
  state: EarlyHelp,
  why: EarlyHelpReturn,
  at: Instant,
  rules: HubRules,
  by: { readonly reason?: SealedText; readonly returnedBy?: string } = {},
): Event[] {
  return [{ type: 'FamilyReturned', occurredAt: at, why, ...by }, ...ended(state, 'RETURNED', at, rules)];
}

/**
 * Transition 29.
 * @throws DomainError REVIEW_OUTSTANDING for a family that stopped; INVALID_INSTANT
 */
export function closed(state: EarlyHelp, command: Given<'closeEarlyHelp'>, context: Context): Event[] {
  const { type: _type, ...closing } = command;
  if (closing.outcome === 'FAMILY_STOPPED') {
    throw new DomainError(
      'REVIEW_OUTSTANDING',
      'A family that stopped is reviewed by a manager of the hub, who closes it, steps it up or has Early Help go on',
      'outcome',
    );
  }
  return closedAs(state, closing, context);
}

/**
 * The end of Early Help with what the inspectorate's return asks of it.
 * @throws DomainError INVALID_INSTANT
 */
export function closedAs(
  state: EarlyHelp,
  closing: Omit<Closing, 'closedBy' | 'endedOn'> & { readonly endedOn?: string },
  context: Context,
): Event[] {
  const { actor, now, rules } = context;
  const { endedOn = today(context), ...rest } = closing;
  assertPastDay(endedOn, 'endedOn', state.begunAt, context);
  assertPastDay(rest.assessmentCompletedOn, 'assessmentCompletedOn', undefined, context);
  return [
    { type: 'EarlyHelpClosed', occurredAt: now, ...rest, endedOn, closedBy: actor.userId },
    ...ended(state, 'CLOSED_EH', now, rules),
  ];
}

/** Transition 23: Early Help answers for the family until the hub has it. */
export function stepsUp(
  { reason, isUrgent }: Pick<Given<'stepUp'>, 'reason' | 'isUrgent'>,
  { actor, now }: Context,
): Event[] {
  return [{ type: 'FamilyStepsUp', occurredAt: now, reason, isUrgent, steppedUpBy: actor.userId }];
}

/** The hub has the family as a new referral. */
export function steppedUp(state: EarlyHelp, referralRef: string, { now, rules }: Now): Event[] {
  return [
    { type: 'FamilySteppedUp', occurredAt: now, referralRef },
    ...ended(state, 'STEPPED_UP', now, rules),
  ];
}

/**
 * Transition 28, E17, E18, E20: somebody goes on for a child who moves or grows up.
 * @throws DomainError MISSING_FIELD
 */
export function endedForChild(
  state: EarlyHelp,
  { how, reason, handedTo }: Given<'endForChild'>,
  { actor, now, rules }: Context,
): Event[] {
  if (how !== 'CHILD_DIED' && handedTo === undefined) {
    throw new DomainError(
      'MISSING_FIELD',
      'Name the service or authority that goes on and has said so in writing',
      'handedTo',
    );
  }
  return [
    {
      type: 'EarlyHelpEndedForChild',
      occurredAt: now,
      how,
      reason,
      ...(handedTo !== undefined && { handedTo }),
      endedBy: actor.userId,
    },
    ...ended(state, how, now, rules),
  ];
}
