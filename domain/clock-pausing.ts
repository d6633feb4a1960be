import {
  armClock,
  type Clock,
  type ClockEvent,
  type ClockTerms,
  evolveClock,
  type PausedClock,
} from './clock.ts';
import { type Pause, standstills } from './clock-pauses.ts';
import { DomainError } from './errors.ts';
import type { Instant } from './instant.ts';
import type { HubRules } from './policy.ts';
import type { SealedText } from './sealed-text.ts';
import { later } from './working-time.ts';

/** Who does it, and when. */
type By = { readonly by: string; readonly at: Instant };

/**
 * Why a clock may not be paused at an instant; undefined when it may: CLOCK_NEVER_PAUSES for a statutory clock and any
 * other the policy does not let pause, CLOCK_NOT_RUNNING for one that is late or has stopped. Exactly at its due
 * instant a clock is not late.
 */
export function pauseObstacle(clock: Clock, at: Instant, { policy }: HubRules): DomainError | undefined {
  if (!(policy.pausable ?? []).includes(clock.kind)) {
    return new DomainError('CLOCK_NEVER_PAUSES', neverPauses(clock), 'clock');
  }
  const mayPause = clock.status === 'PAUSED' || (clock.status === 'RUNNING' && at <= clock.dueAt);
  return mayPause
    ? undefined
    : new DomainError(
        'CLOCK_NOT_RUNNING',
        'A clock that is late or has stopped is not paused: what is late stays late',
        'clock',
      );
}

/**
 * Lets a clock stand still, or gives one that does a further reason to.
 * @throws DomainError what {@link pauseObstacle} finds.
 */
export function pauseClock(clock: Clock, reason: SealedText, { by, at }: By, rules: HubRules): ClockEvent[] {
  const obstacle = pauseObstacle(clock, at, rules);
  if (obstacle !== undefined) throw obstacle;
  const pauseNo = (clock.pauses?.length ?? 0) + 1;
  return [{ type: 'ClockPaused', occurredAt: at, clock: clock.id, pauseNo, reason, pausedBy: by }];
}

function neverPauses({ kind }: Clock): string {
  return `The clock ${kind} may not be paused: no statutory clock may (Working Together to Safeguard Children 2023, chapter 3, has no pause), and others only where the hub's policy says so`;
}

/** The pauses that hold a clock still; none unless it is paused. */
export function openPauses({ status, pauses = [] }: Clock): Pause[] {
  return status === 'PAUSED' ? pauses.filter(({ until }) => until === undefined) : [];
}

/** Why a pause cannot be ended: PAUSE_NOT_OPEN when it has ended or there never was one; undefined when it can. */
export function endObstacle(clock: Clock, pauseNo: number): DomainError | undefined {
  return openPause(clock, pauseNo) === undefined ? pauseNotOpen() : undefined;
}

/**
 * Ends one pause. When it was the last that held, the clock runs on with the time it stood still added.
 * @throws DomainError PAUSE_NOT_OPEN
 */
export function endPause(
  clock: Clock,
  pauseNo: number,
  { by, at }: By,
  rules: HubRules,
  noLaterThan?: Instant,
): ClockEvent[] {
  const ended = pauseEnded(clock, pauseNo, { by, at });
  const after = evolveClock(clock, ended);
  return openPauses(after).length > 0 ? [ended] : [ended, runOn(after, at, rules, noLaterThan)];
}

/**
 * The end of one pause alone; the clock runs on by what follows.
 * @throws DomainError PAUSE_NOT_OPEN
 */
export function pauseEnded(clock: Clock, pauseNo: number, { by, at }: By): ClockEvent {
  const pause = openPause(clock, pauseNo);
  if (pause === undefined) throw pauseNotOpen();
  const occurredAt = later(at, pause.from);
  return { type: 'ClockPauseEnded', occurredAt, clock: clock.id, pauseNo, endedBy: by };
}

/** Ends every pause of a clock, so that it runs on. */
export function endPauses(clock: PausedClock, by: By, rules: HubRules, noLaterThan?: Instant): ClockEvent[] {
  const events: ClockEvent[] = [];
  let current: Clock = clock;
  for (const { no } of openPauses(clock)) {
    const ended = endPause(current, no, by, rules, noLaterThan);
    events.push(...ended);
    current = ended.reduce(evolveClock, current);
  }
  return events;
}

/**
 * Ends the pauses of a clock that other terms make due before it stood still: what is late stays late, and a late
 * clock does not stand still.
 */
export function endPausesIfMissed(
  clock: Clock,
  { dueAt }: ClockTerms,
  by: By,
  rules: HubRules,
  noLaterThan?: Instant,
): ClockEvent[] {
  if (clock.status !== 'PAUSED') return [];
  const since = stillSince(clock, by.at);
  return since !== undefined && dueAt < since ? endPauses(clock, by, rules, noLaterThan) : [];
}

/**
 * When a clock that stands still would be due if it ran on at `now`.
 * @throws DomainError CALENDAR_EXHAUSTED when the edition ends before it.
 */
export function dueIfResumed(
  clock: PausedClock,
  now: Instant,
  rules: HubRules,
  noLaterThan?: Instant,
): Instant {
  const events = endPauses(clock, { by: '', at: now }, rules, noLaterThan);
  return events.reduce<Clock>(evolveClock, clock).dueAt;
}

function openPause(clock: Clock, pauseNo: number): Pause | undefined {
  return openPauses(clock).find(({ no }) => no === pauseNo);
}

function pauseNotOpen(): DomainError {
  return new DomainError('PAUSE_NOT_OPEN', 'This pause has ended, or there never was one', 'pause');
}

/** Since when a paused clock has stood still without a break. */
export function stillSince({ pauses = [] }: PausedClock, now: Instant): Instant | undefined {
  return standstills(
    pauses.map(({ from, until = later(now, from), ...rest }) => ({ ...rest, from, until })),
  ).at(-1)?.from;
}

function runOn(clock: Clock, at: Instant, rules: HubRules, noLaterThan: Instant | undefined): ClockEvent {
  const terms = armClock(clock, at, rules, noLaterThan);
  return { type: 'ClockRearmed', occurredAt: at, terms, previousDueAt: clock.dueAt, reason: 'PAUSE_ENDED' };
}
