import type { ClockEvent, StopReason } from '../clock.ts';
import { DomainError } from '../errors.ts';
import { ALERT, startClock, startLimited } from '../follow-on/clock-keeping.ts';
import type { Context, Now } from '../follow-on/kind.ts';
import { HOUR_MS, type Instant, msFromInstant } from '../instant.ts';
import { dueAt } from '../limits.ts';
import { clockLimit, type HubRules } from '../policy.ts';
import { pastInstant } from '../referral/past-instant.ts';
import type { FollowOnClock } from '../vocabulary.ts';
import { childAt, isProtectedNow, protectionInForce } from './children.ts';
import { isAbout, stopThose } from './clock-rules.ts';
import type { ImmediateProtectionCommand } from './commands.ts';
import { type Event, inTurn } from './evolve.ts';
import type { ChildProtection, ImmediateProtection, ProtectedChild } from './state.ts';

type Of<Type extends ImmediateProtectionCommand['type']> = Extract<
  ImmediateProtectionCommand,
  { type: Type }
>;
type OrderClock = 'EPO' | 'EPO_EXTENDED';
const ORDER_CLOCKS: readonly OrderClock[] = ['EPO', 'EPO_EXTENDED'];

/** @throws DomainError INVALID_INSTANT, NOT_AT_THIS_STAGE */
export function protectionCommand(
  state: ChildProtection,
  command: ImmediateProtectionCommand,
  context: Context,
): Event[] {
  switch (command.type) {
    case 'recordPoliceProtection':
      return policeProtectionRecorded(state, command, context);
    case 'endPoliceProtection':
      return policeProtectionEnded(state, command, context);
    case 'recordEpo':
      return epoRecorded(state, command, context);
    case 'extendEpo':
      return epoExtended(state, command, context);
    case 'endEpo':
      return epoEnded(state, command, context);
  }
}

function hasNone(kind: ImmediateProtection['kind']) {
  return (child: ProtectedChild) => child.end === undefined && protectionInForce(child, kind) === undefined;
}

/** The child whose protection a command is about, and that protection. @throws DomainError NOT_AT_THIS_STAGE */
function inForce<Kind extends ImmediateProtection['kind']>(
  state: ChildProtection,
  referralRef: string,
  kind: Kind,
) {
  const child = childAt(state, referralRef, (one) => protectionInForce(one, kind) !== undefined);
  const protection = protectionInForce(child, kind);
  if (protection === undefined) throw new DomainError('NOT_AT_THIS_STAGE', 'No such protection is in force');
  return protection;
}

function policeProtectionRecorded(
  state: ChildProtection,
  { referralRef, from, reason }: Of<'recordPoliceProtection'>,
  { actor, now, rules }: Context,
): Event[] {
  childAt(state, referralRef, hasNone('POLICE_PROTECTION'));
  pastInstant(from, 'from', undefined, now);
  return inTurn(
    state,
    () => [
      {
        type: 'PoliceProtectionRecorded',
        occurredAt: now,
        referralRef,
        from,
        reason,
        recordedBy: actor.userId,
      },
    ],
    (after) => startClock(after, 'POLICE_PROTECTION', { startedAt: from, now }, rules, referralRef),
    (after) => alertMissed(after, referralRef, 'POLICE_PROTECTION', { now, rules }),
  );
}

/** Written down after the alert was due: given at once. */
function alertMissed(
  state: ChildProtection,
  referralRef: string,
  kind: 'POLICE_PROTECTION',
  { now, rules }: Now,
): Event[] {
  const limit = rules.policy.followOn?.alertAfter[kind];
  const clock = state.clocks.findLast((one) => isAbout(one, [kind], referralRef));
  if (limit === undefined || clock === undefined) return [];
  const isMissed = dueAt(clock.startedAt, limit, rules) <= now && now <= clock.dueAt;
  return isMissed ? alert(state, clock.id, now, false) : [];
}

function policeProtectionEnded(
  state: ChildProtection,
  { referralRef, endedAt: at, how }: Of<'endPoliceProtection'>,
  { actor, now, rules }: Context,
): Event[] {
  const { from } = inForce(state, referralRef, 'POLICE_PROTECTION');
  const endedAt = pastInstant(at, 'endedAt', from, now);
  return [
    {
      type: 'PoliceProtectionEnded',
      occurredAt: now,
      referralRef,
      endedAt,
      how,
      recordedBy: actor.userId,
    },
    ...stopped(state, referralRef, ['POLICE_PROTECTION'], 'PROTECTION_ENDED', endedAt, rules),
  ];
}

function stopped(
  state: ChildProtection,
  referralRef: string,
  kinds: readonly FollowOnClock[],
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return stopThose(state, (clock) => isAbout(clock, kinds, referralRef), stoppedBy, at, rules);
}

function epoRecorded(
  state: ChildProtection,
  { referralRef, madeAt, expiresAt }: Of<'recordEpo'>,
  { actor, now, rules }: Context,
): Event[] {
  childAt(state, referralRef, hasNone('EPO'));
  pastInstant(madeAt, 'madeAt', undefined, now);
  const ends = expiresAt !== undefined && { expiresAt };
  return [
    { type: 'EpoRecorded', occurredAt: now, referralRef, madeAt, ...ends, recordedBy: actor.userId },
    ...orderClock(state, 'EPO', { referralRef, madeAt, expiresAt }, { now, rules }),
  ];
}

/** Extended once at most; the longest time counts from when the order was made. */
function epoExtended(
  state: ChildProtection,
  { referralRef, expiresAt }: Of<'extendEpo'>,
  { actor, now, rules }: Context,
): Event[] {
  const { from: madeAt, extendedAt } = inForce(state, referralRef, 'EPO');
  if (extendedAt !== undefined) {
    throw new DomainError(
      'NOT_AT_THIS_STAGE',
      'An emergency protection order is extended once',
      'referralRef',
    );
  }
  const ends = expiresAt !== undefined && { expiresAt };
  return inTurn(
    state,
    () => [{ type: 'EpoExtended', occurredAt: now, referralRef, ...ends, recordedBy: actor.userId }],
    (after) => stopped(after, referralRef, ['EPO'], 'EXTENDED', now, rules),
    (after) => orderClock(after, 'EPO_EXTENDED', { referralRef, madeAt, expiresAt }, { now, rules }),
  );
}

type Order = {
  readonly referralRef: string;
  readonly madeAt: Instant;
  readonly expiresAt: Instant | undefined;
};

/** Until the law's end, or the court's own when it comes first: then in whole hours, so that it is never told too late. */
function orderClock(
  state: ChildProtection,
  kind: OrderClock,
  { referralRef, madeAt, expiresAt }: Order,
  { now, rules }: Now,
): ClockEvent[] {
  const longest = clockLimit(rules.policy, kind)?.limit;
  const isWithin =
    longest === undefined || expiresAt === undefined || expiresAt <= dueAt(madeAt, longest, rules);
  if (!isWithin || (expiresAt !== undefined && expiresAt <= madeAt)) {
    throw new DomainError(
      'INVALID_INSTANT',
      'The order ends after it was made and within the law’s limit',
      'expiresAt',
    );
  }
  const begun = { startedAt: madeAt, now };
  if (expiresAt === undefined) return startClock(state, kind, begun, rules, referralRef);
  const hours = Math.floor((msFromInstant(expiresAt) - msFromInstant(madeAt)) / HOUR_MS);
  const limit = { amount: Math.max(1, hours), unit: 'CH' } as const;
  return [startLimited(state, kind, limit, begun, rules, referralRef)];
}

function epoEnded(
  state: ChildProtection,
  { referralRef, endedAt: at, how }: Of<'endEpo'>,
  { actor, now, rules }: Context,
): Event[] {
  const { from } = inForce(state, referralRef, 'EPO');
  const endedAt = pastInstant(at, 'endedAt', from, now);
  return [
    { type: 'EpoEnded', occurredAt: now, referralRef, endedAt, how, recordedBy: actor.userId },
    ...stopped(state, referralRef, ORDER_CLOCKS, 'PROTECTION_ENDED', endedAt, rules),
  ];
}

/**
 * Legal alerts: before the authority to keep a child ends, at the instant the policy sets or else at the last warning,
 * and when it has ended (C20, C21).
 */
export function legalAlerts(state: ChildProtection, event: ClockEvent, { rules }: Now): Event[] {
  if (event.type !== 'ClockWarned' && event.type !== 'ClockBreached') return [];
  if (event.type === 'ClockBreached') return alert(state, event.clock, event.occurredAt, true);
  const kind = state.clocks.find(({ id }) => id === event.clock)?.kind;
  const alerts: Readonly<Partial<Record<string, unknown>>> = rules.policy.followOn?.alertAfter ?? {};
  const hasOwn = kind !== undefined && alerts[kind] !== undefined;
  const isAlert = hasOwn ? event.fraction === ALERT : event.fraction === rules.policy.warningFractions.at(-1);
  return isAlert ? alert(state, event.clock, event.occurredAt, false) : [];
}

const PROTECTION_CLOCKS = ['POLICE_PROTECTION', 'EPO', 'EPO_EXTENDED'] as const;

function alert(state: ChildProtection, clockId: string, at: Instant, isOver: boolean): Event[] {
  const clock = state.clocks.find(({ id }) => id === clockId);
  const kind = PROTECTION_CLOCKS.find((one) => one === clock?.kind);
  if (clock === undefined || kind === undefined) return [];
  return state.children
    .filter((child) => isProtectedNow(child) && isAbout(clock, [kind], child.referralRef))
    .flatMap((child): Event[] => {
      const { referralRef } = child;
      const of = kind === 'POLICE_PROTECTION' ? 'POLICE_PROTECTION' : 'EPO';
      const to = protectionInForce(child, of)?.recordedBy;
      const no = state.legalAlerts.length + 1;
      return to === undefined
        ? []
        : [{ type: 'LegalAlertGiven', occurredAt: at, no, referralRef, clock: clockId, kind, isOver, to }];
    });
}
