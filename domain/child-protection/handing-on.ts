import type { CaseToOpen, FollowOnDelivery } from '../case.ts';
import type { ClockEvent, StopReason } from '../clock.ts';
import { startClock } from '../follow-on/clock-keeping.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import type { FollowOnOpening, Settled } from '../follow-on/state.ts';
import { ownerNow } from '../follow-on/state.ts';
import { followOnStream } from '../follow-on/stream.ts';
import type { CaseNews } from '../follow-on/words-between.ts';
import { PATHWAYS } from '../referral/outcomes.ts';
import { childAt, childOf, isReturned } from './children.ts';
import { isAbout, stopThose, WHILE_HANDED_ON } from './clock-rules.ts';
import type { ChildProtectionCommand } from './commands.ts';
import { type Event, inTurn } from './evolve.ts';
import type { ChildProtection, HandedOn, ProtectedChild } from './state.ts';

type Waiting = ProtectedChild & { readonly handedOn: HandedOn };

function isWaiting(child: ProtectedChild): child is Waiting {
  return child.end === undefined && child.handedOn !== undefined && child.handedOn.returnedAt === undefined;
}

/**
 * Those who were handed on in this step are to be accepted in time; until then they stay here. Early Help accepts a
 * step down at the meeting with the family (C25).
 */
export function handingOnClocks(
  state: ChildProtection,
  before: ChildProtection,
  { now, rules }: Now,
): ClockEvent[] {
  return state.children.filter(isWaiting).flatMap((child) => {
    const { referralRef, handedOn } = child;
    if (childOf(before, referralRef)?.handedOn?.no === handedOn.no) return [];
    const kind = isSteppingDown(child) ? 'STEP_DOWN_MEETING' : 'HANDOVER_ACCEPTANCE';
    return startClock(state, kind, { startedAt: now, now }, rules, referralRef);
  });
}

function isSteppingDown({ handedOn: { to, isStepDown } }: Waiting): boolean {
  return to === 'EARLY_HELP' && isStepDown;
}

function keyOf({ id }: ChildProtection, { referralRef, round, handedOn }: Waiting): string {
  return `${id}/${handedOn.to}/${referralRef}/${round}.${handedOn.no}`;
}

/** The assessment or the Early Help that is to receive each child who is handed on. */
export function casesToOpen(state: ChildProtection): CaseToOpen[] {
  const { contactRef } = state;
  return [...state.earlier, ...state.children].filter(isHandedOn).map((child) => ({
    key: keyOf(state, child),
    message: 'CASE_TO_OPEN',
    contactRef,
    opening: openingOf(state, child),
  }));
}

function isHandedOn(child: ProtectedChild): child is Waiting {
  return child.handedOn !== undefined;
}

function openingOf(state: ChildProtection, child: Waiting): CaseToOpen['opening'] {
  const { id, contactRef, localAuthority, receivedAt } = state;
  const { to, receiver, familyAgreed, isStepDown, reason } = child.handedOn;
  const common: Omit<FollowOnOpening, 'kind'> = {
    contactRef,
    referralRefs: [child.referralRef],
    localAuthority,
    receivedAt,
    from: followOnStream('CHILD_PROTECTION', id),
    key: keyOf(state, child),
  };
  switch (to) {
    case 'ASSESSMENT':
      return {
        ...common,
        kind: 'ASSESSMENT',
        receiver: receiver ?? PATHWAYS.ASSESSMENT_S17.receiver ?? 'ASSESSMENT_TEAM',
        withS47: false,
        reason,
      };
    case 'EARLY_HELP':
      return {
        ...common,
        kind: 'EARLY_HELP',
        route: isStepDown ? 'STEP_DOWN' : 'DECISION',
        receiver: receiver ?? PATHWAYS.EARLY_HELP.receiver ?? 'EARLY_HELP',
        familyAgreed,
        heldBy: ownerNow(state).team,
        reason,
      };
  }
}

/**
 * The case that is to receive a child has accepted, or will not have it: then a manager decides again. One that ended
 * before it accepted has not taken the child either.
 */
export function newsOfOpened(
  state: ChildProtection,
  { caseId, kind, news }: CaseNews,
  context: Now,
): Event[] {
  if (news === 'OPENED') return [];
  const waiting = state.children.filter(isWaiting);
  const known = waiting.filter((child) => state.settled[keyOf(state, child)]?.caseId === caseId);
  // News may come before this case has written down the id of the one it opened.
  const unsettled = waiting.filter(
    (child) => child.handedOn.to === kind && state.settled[keyOf(state, child)] === undefined,
  );
  return (known.length > 0 ? known : unsettled).flatMap((child) =>
    answered(state, child, caseId, news === 'ACCEPTED', context),
  );
}

/** A sibling who joins a case that has been accepted is accepted with it: its news is told once. */
export function openedSettled(
  state: ChildProtection,
  { key, message }: FollowOnDelivery,
  { caseId }: Settled,
  context: Now,
): Event[] {
  if (message !== 'CASE_TO_OPEN' || caseId === undefined || !state.acceptedCases.includes(caseId)) return [];
  return state.children
    .filter(isWaiting)
    .filter((child) => keyOf(state, child) === key)
    .flatMap((child) => answered(state, child, caseId, true, context));
}

/** What comes back has a time to be decided again, counted from now. */
function answered(
  state: ChildProtection,
  child: Waiting,
  caseId: string,
  isTaken: boolean,
  { now, rules }: Now,
): Event[] {
  const { referralRef } = child;
  const { to } = child.handedOn;
  const taken = isSteppingDown(child) ? 'MET' : 'ACCEPTED';
  return inTurn(
    state,
    () => [{ type: 'HandingOnAnswered', occurredAt: now, referralRef, caseId, to, isTaken }],
    (after) => acceptanceStopped(after, referralRef, isTaken ? taken : 'RETURNED', { now, rules }),
    (after) =>
      isTaken ? [] : startClock(after, 'HANDOVER_ACCEPTANCE', { startedAt: now, now }, rules, referralRef),
  );
}

/** @throws DomainError NOT_AT_THIS_STAGE */
export function returnedDecided(
  state: ChildProtection,
  command: Extract<ChildProtectionCommand, { type: 'decideReturned' }>,
  context: Context,
): Event[] {
  const { type: _type, referralRef, rationale, ...onward } = command;
  childAt(state, referralRef, isReturned);
  const { actor, now } = context;
  return inTurn(
    state,
    () => [
      {
        type: 'ReturnedDecided',
        occurredAt: now,
        referralRef,
        rationale,
        onward,
        decidedBy: actor.userId,
      },
    ],
    (after) => acceptanceStopped(after, referralRef, 'DECIDED', context),
    (after) => handingOnClocks(after, state, context),
  );
}

function acceptanceStopped(
  state: ChildProtection,
  referralRef: string,
  stoppedBy: StopReason,
  { now, rules }: Now,
): ClockEvent[] {
  return stopThose(state, (clock) => isAbout(clock, WHILE_HANDED_ON, referralRef), stoppedBy, now, rules);
}
