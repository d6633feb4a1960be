import type { Actor } from '../actor.ts';
import { type Clock, type ClockEvent, clockIdOf } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { startLimited, stopClocks } from '../follow-on/clock-keeping.ts';
import type { CommonEvent } from '../follow-on/events.ts';
import type { Now } from '../follow-on/kind.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { SealedText } from '../sealed-text.ts';
import { CHILD_SAFETY_LEVEL, ladderOf, levelTerms } from './ladder.ts';
import type { DisputeLane, DisputeOpening } from './opening.ts';
import { OBJECTOR_ROLES, objectorOf } from './parties.ts';
import { type Dispute, type DisputeCommand, type DisputeEvent, levelNow } from './state.ts';

type Event = DisputeEvent | CommonEvent;
type Clocked = { readonly clocks: readonly Clock[] };

/** The first events of a dispute. @throws DomainError NOT_PERMITTED for a role that opens none */
export function open(opening: DisputeOpening & { readonly id: string }, { now, rules }: Now): Event[] {
  assertMayObject(opening);
  const level = levelTerms(opening.lane === 'CHILD_SAFETY' ? CHILD_SAFETY_LEVEL : 1, rules);
  const none = { clocks: [] };
  return [
    { type: 'DisputeOpened', occurredAt: now, opening, level },
    ...(opening.lane === 'CHILD_SAFETY'
      ? urgentClock(none, now, rules)
      : stageClock(none, level.level, now, rules)),
  ];
}

/** Somebody else opens a dispute about the same: they join this one, and bring its lane with them. */
export function join(state: Dispute, opening: DisputeOpening, { now, rules }: Now): Event[] {
  assertMayObject(opening);
  const { objector, reason, outcomeSought, interimSafety, lane } = opening;
  return [
    { type: 'DisputeJoined', occurredAt: now, objector, reason, outcomeSought, interimSafety },
    ...(lane === 'CHILD_SAFETY' && state.lane === 'ORDINARY'
      ? madeChildSafety(state, reason, objector.userId, now, rules)
      : []),
  ];
}

function assertMayObject({ objector: { role } }: DisputeOpening): void {
  if (OBJECTOR_ROLES.includes(role)) return;
  throw new DomainError('NOT_PERMITTED', `The role ${role} opens no dispute`, 'objector');
}

export function joined(
  { reason, interimSafety }: Extract<DisputeCommand, { type: 'joinDispute' }>,
  actor: Actor,
  now: Instant,
): Event[] {
  const objector = objectorOf(actor);
  return [
    {
      type: 'DisputeJoined',
      occurredAt: now,
      objector,
      reason,
      ...(interimSafety && { interimSafety }),
    },
  ];
}

/** To whoever is above. @throws DomainError NOT_AT_THIS_STAGE where these rules have nobody above */
export function raisedByHand(
  state: Dispute,
  reason: SealedText,
  raisedBy: string,
  now: Instant,
  rules: HubRules,
): Event[] {
  if (!hasNext(state, rules)) throw nobodyAbove();
  return raised(state, state.level + 1, { how: 'RAISED', raisedBy, reason }, now, rules);
}

export function nobodyAbove(): DomainError {
  return new DomainError('NOT_AT_THIS_STAGE', 'Nobody is above this stage of the dispute');
}

/** A level that lets its time pass loses the dispute to the next, at the instant its time was up. */
export function raisedAtBreach(state: Dispute, event: ClockEvent, rules: HubRules): Event[] {
  if (event.type !== 'ClockBreached' || !hasNext(state, rules)) return [];
  const isOfStage = state.clocks.some(({ id, kind }) => id === clockIdOf(event) && kind === 'DISPUTE_STAGE');
  return isOfStage
    ? raised(state, state.level + 1, { how: 'RAISED_AT_BREACH' }, event.occurredAt, rules)
    : [];
}

function hasNext(state: Dispute, rules: HubRules): boolean {
  return !levelNow(state).isLast && state.level < ladderOf(rules).stages.length;
}

/** From now on all levels together have the urgent limit; below heads of service it goes straight to them. */
export function madeChildSafety(
  state: Dispute,
  reason: SealedText,
  changedBy: string,
  now: Instant,
  rules: HubRules,
): Event[] {
  const lane: DisputeLane = 'CHILD_SAFETY';
  const { level } = levelTerms(CHILD_SAFETY_LEVEL, rules);
  const cause = { how: 'RAISED', raisedBy: changedBy, reason } as const;
  return [
    { type: 'DisputeLaneChanged', occurredAt: now, lane, reason, changedBy },
    ...(state.level < level ? raised({ ...state, lane }, level, cause, now, rules) : []),
    ...urgentClock(state, now, rules),
  ];
}

type Cause = Pick<Extract<DisputeEvent, { type: 'DisputeRaised' }>, 'how' | 'raisedBy' | 'reason'>;

/** In the child-safety lane no level has a limit of its own: the urgent clock runs on. */
function raised(state: Dispute, to: number, cause: Cause, at: Instant, rules: HubRules): Event[] {
  const level = levelTerms(to, rules);
  return [
    { type: 'DisputeRaised', occurredAt: at, level, ...cause },
    ...stopClocks(state, { kinds: ['DISPUTE_STAGE'] }, 'RAISED', at, rules),
    ...(state.lane === 'ORDINARY' ? stageClock(state, level.level, at, rules) : []),
  ];
}

/** Armed with its own start, so that one begun in the past says what it had to say then. */
function stageClock(state: Clocked, level: number, at: Instant, rules: HubRules): Event[] {
  const stage = ladderOf(rules).stages.find((one) => one.stage === level);
  const begun = { startedAt: at, now: at };
  return stage === undefined
    ? []
    : [startLimited(state, 'DISPUTE_STAGE', stage.limit, begun, rules, `${level}`)];
}

function urgentClock(state: Clocked, at: Instant, rules: HubRules): Event[] {
  const begun = { startedAt: at, now: at };
  return [startLimited(state, 'DISPUTE_URGENT', ladderOf(rules).urgent, begun, rules)];
}
