import type { Clock, ClockEvent, StopReason } from '../clock.ts';
import { startClock, stopAllClocks } from '../follow-on/clock-keeping.ts';
import type { Now } from '../follow-on/kind.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import type { FollowOnClock } from '../vocabulary.ts';
import { isConcluded } from './children.ts';
import type { ChildProtectionOpening, Urgency } from './opening.ts';
import type { ChildProtection, ProtectedChild } from './state.ts';

type Clocked = Pick<ChildProtection, 'clocks'>;

const STRATEGY_CLOCKS: readonly string[] = [
  'STRATEGY_DISCUSSION',
  'STRATEGY_DISCUSSION_URGENT',
  'STRATEGY_DISCUSSION_AFTER_EMERGENCY',
  'STRATEGY_DRIFT',
] satisfies FollowOnClock[];

/** A strategy discussion is to be held in time from this instant on; each time by a clock of its own (C7). */
export function strategyClock(
  state: Clocked,
  urgency: Urgency,
  startedAt: Instant,
  context: Now,
): ClockEvent[] {
  const kind = urgency === 'SAME_DAY' ? 'STRATEGY_DISCUSSION_URGENT' : 'STRATEGY_DISCUSSION';
  return startClock(state, kind, { startedAt, now: context.now }, context.rules);
}

/** From reasonable cause on, both clocks of C7: the discussion, and the alert that no plan puts off (E32). */
export function reasonableCauseClocks(
  state: Clocked,
  { urgency, reasonableCauseAt: startedAt }: Pick<ChildProtectionOpening, 'urgency' | 'reasonableCauseAt'>,
  context: Now,
): ClockEvent[] {
  const { now, rules } = context;
  return [
    ...strategyClock(state, urgency, startedAt, context),
    ...startClock(state, 'STRATEGY_DRIFT', { startedAt, now }, rules),
  ];
}

/** Enquiries have begun about a child: when they are to be seen (C9), and when the conference is due (C11). */
export function enquiryClocks(
  state: Clocked,
  referralRef: string,
  startedAt: Instant,
  { now, rules }: Now,
): ClockEvent[] {
  return [
    ...startClock(state, 'CHILD_SEEN_S47', { startedAt, now }, rules, referralRef),
    ...startClock(state, 'ICPC', { startedAt, now }, rules, referralRef),
  ];
}

/**
 * Stops the clocks that waited for a strategy discussion and wait for none any more: every child they ran for has
 * been in a quorate one since, or waits for nothing here.
 */
export function stopStrategyClocks(
  state: ChildProtection,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  const isDone = ({ kind, startedAt }: Clock) =>
    STRATEGY_CLOCKS.includes(kind) &&
    !state.children.some((child) => child.waitsFrom.includes(startedAt) && isWaitingSince(child, startedAt));
  return stopThose(state, isDone, stoppedBy, at, rules);
}

function isWaitingSince(child: ProtectedChild, since: Instant): boolean {
  return !isConcluded(child) && (child.discussedAt === undefined || child.discussedAt <= since);
}

const WHILE_OPEN: readonly FollowOnClock[] = ['CHILD_SEEN_S47', 'ICPC'];
/** Clocks of a child whom somebody else is to go on with. */
export const WHILE_HANDED_ON: readonly FollowOnClock[] = ['HANDOVER_ACCEPTANCE', 'STEP_DOWN_MEETING'];
const WHILE_PROTECTED: readonly FollowOnClock[] = ['POLICE_PROTECTION', 'EPO', 'EPO_EXTENDED'];

/** Stops the clocks of each child whose part no longer needs them. */
export function stopIdleClocks(
  state: ChildProtection,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  const isIdle = (clock: Clock) =>
    state.children.some((child) => {
      const { referralRef, handedOn, end, protections } = child;
      const isHandingOn = end === undefined && handedOn !== undefined;
      const isProtected = protections.some(({ ended }) => ended === undefined);
      return (
        (isConcluded(child) && isAbout(clock, WHILE_OPEN, referralRef)) ||
        (!isHandingOn && isAbout(clock, WHILE_HANDED_ON, referralRef)) ||
        (!isProtected && isAbout(clock, WHILE_PROTECTED, referralRef))
      );
    });
  return stopThose(state, isIdle, stoppedBy, at, rules);
}

/** Whether a clock is of one of some kinds, and about one child or one discussion. */
export function isAbout({ id }: Clock, kinds: readonly FollowOnClock[], about: string): boolean {
  return kinds.some((kind) => id === `${kind}.${about}` || id.startsWith(`${kind}.${about}-`));
}

/** The clock of a kind about a child or discussion that has not stopped. */
export function openClock({ clocks }: Clocked, kind: FollowOnClock, about: string): Clock | undefined {
  return clocks.find((clock) => clock.status !== 'STOPPED' && isAbout(clock, [kind], about));
}

export function stopThose(
  { clocks }: Clocked,
  isMeant: (clock: Clock) => boolean,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return stopAllClocks({ clocks: clocks.filter(isMeant) }, stoppedBy, at, rules);
}
