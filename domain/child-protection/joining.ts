import type { ClockEvent } from '../clock.ts';
import { startClock } from '../follow-on/clock-keeping.ts';
import type { Now } from '../follow-on/kind.ts';
import { childOf, isBeforeS47, isConcluded } from './children.ts';
import { isAbout, reasonableCauseClocks, stopThose, strategyClock, WHILE_HANDED_ON } from './clock-rules.ts';
import { type Event, inTurn } from './evolve.ts';
import type { ChildProtectionOpening } from './opening.ts';
import type { ChildProtection } from './state.ts';

/** The first events of a case. Only what was decided is handed over, and so has an acceptance to wait for. */
export function opened(opening: ChildProtectionOpening & { readonly id: string }, context: Now): Event[] {
  const { now, rules } = context;
  const none = { clocks: [] };
  return [
    { type: 'ChildProtectionOpened', occurredAt: now, opening },
    ...reasonableCauseClocks(none, opening, context),
    ...(opening.decisionNo === undefined
      ? []
      : startClock(none, 'HANDOVER_ACCEPTANCE', { startedAt: now, now }, rules)),
  ];
}

/**
 * Another opening about the family. Children who are new to the case, or whose part was over, wait for a discussion
 * from their own reasonable cause on; what has become more urgent waits on the shorter clock as well.
 */
export function joinedBy(state: ChildProtection, opening: ChildProtectionOpening, context: Now): Event[] {
  const { now, rules } = context;
  const { referralRefs, urgency, reasonableCauseAt, decisionNo } = opening;
  const known = referralRefs.map((ref) => childOf(state, ref));
  const begins = known.some((child) => child === undefined || isConcluded(child));
  const hastens =
    urgency === 'SAME_DAY' &&
    known.some((child) => child !== undefined && isBeforeS47(child) && !child.isUrgent);
  const handover = state.clocks.some(
    ({ id, status }) => id === 'HANDOVER_ACCEPTANCE' && status !== 'STOPPED',
  );
  const needsAcceptance = decisionNo !== undefined && state.acceptedAt === undefined && !handover;
  return inTurn(
    state,
    () => [{ type: 'ChildProtectionJoined', occurredAt: now, opening }],
    (after) => handingOnOvertaken(after, state, opening, context),
    (after) => {
      if (begins) return reasonableCauseClocks(after, opening, context);
      return hastens ? strategyClock(after, urgency, reasonableCauseAt, context) : [];
    },
    (after) =>
      needsAcceptance ? startClock(after, 'HANDOVER_ACCEPTANCE', { startedAt: now, now }, rules) : [],
  );
}

/** Nobody waits any more for the acceptance of a child who is back in here. */
function handingOnOvertaken(
  state: ChildProtection,
  before: ChildProtection,
  { referralRefs }: ChildProtectionOpening,
  { now, rules }: Now,
): ClockEvent[] {
  return referralRefs.flatMap((ref) =>
    childOf(before, ref)?.handedOn === undefined
      ? []
      : stopThose(state, (clock) => isAbout(clock, WHILE_HANDED_ON, ref), 'CLOSED', now, rules),
  );
}
