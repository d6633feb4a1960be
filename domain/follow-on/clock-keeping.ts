import { SYSTEM_ACTOR } from '../actor.ts';
import {
  armClock,
  type Clock,
  type ClockEvent,
  type ClockTerms,
  evolveClock,
  type StopReason,
} from '../clock.ts';
import { milestones } from '../clock-milestones.ts';
import { endPauses } from '../clock-pausing.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { dueAt } from '../limits.ts';
import { clockLimit, type HubRules, type Limit } from '../policy.ts';
import type { ClockKind, FollowOnClock, LimitedFollowOnClock } from '../vocabulary.ts';

type Clocked = { readonly clocks: readonly Clock[] };
type Begun = { readonly startedAt: Instant; readonly now: Instant };
type Started = Extract<ClockEvent, { type: 'ClockStarted' }>;

/**
 * Starts a clock whose limit the policy sets, a new one each time; none where these rules have no limit for it.
 * `about` tells apart clocks of one kind that run beside each other, such as a child's reference.
 */
export function startClock(
  state: Clocked,
  kind: LimitedFollowOnClock,
  begun: Begun,
  rules: HubRules,
  about?: string,
): Started[] {
  const limit = clockLimit(rules.policy, kind)?.limit;
  return limit === undefined ? [] : [startLimited(state, kind, limit, begun, rules, about)];
}

/** Starts a clock with a limit of its own. */
export function startLimited(
  { clocks }: Clocked,
  kind: FollowOnClock,
  limit: Limit,
  { startedAt, now }: Begun,
  rules: HubRules,
  about?: string,
): Started {
  const name = about === undefined ? kind : `${kind}.${about}`;
  const earlier = clocks.filter(({ id }) => id === name || id.startsWith(`${name}-`)).length;
  const id = earlier === 0 ? name : `${name}-${earlier + 1}`;
  const terms = armClock({ id, kind, startedAt, limit }, now, rules);
  return { type: 'ClockStarted', occurredAt: now, terms: withAlert(terms, now, rules) };
}

/** Stands for an alert at an instant of its own, such as the legal one before police protection ends. */
export const ALERT = 0;

/** What a clock promises that is armed at `now`, with the alert these rules have for its kind. */
export function withAlert(terms: ClockTerms, now: Instant, rules: HubRules): ClockTerms {
  const alerts: Readonly<Partial<Record<ClockKind, Limit>>> = rules.policy.followOn?.alertAfter ?? {};
  const alert = alerts[terms.kind];
  if (alert === undefined) return terms;
  const at = dueAt(terms.startedAt, alert, rules);
  const warnings = [...terms.warnings, { fraction: ALERT, at }]
    .filter((warning) => warning.at > now && warning.at < terms.dueAt)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return { ...terms, warnings };
}

/** Which clocks are meant: all of some kinds, or, with `about`, those that are about one child or stage. */
export type ClocksMeant = { readonly kinds: readonly FollowOnClock[]; readonly about?: string };

/**
 * Stops those clocks that have not stopped. One that stands still runs on first, so that the due instant it is judged
 * by is the one after its pauses, and says what fell due by then. `at` may lie before the present: what happened
 * at three and is written down at five stopped its clock at three.
 */
export function stopClocks(
  { clocks }: Clocked,
  { kinds, about }: ClocksMeant,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return clocks
    .filter(({ status, kind, id }) => status !== 'STOPPED' && isMeant(kind, id, kinds, about))
    .flatMap((clock) => [
      ...runOn(clock, at, rules),
      { type: 'ClockStopped', occurredAt: at, clock: clock.id, stoppedBy },
    ]);
}

function isMeant(kind: string, id: string, kinds: readonly string[], about: string | undefined): boolean {
  if (!kinds.includes(kind)) return false;
  const name = `${kind}.${about}`;
  return about === undefined || id === name || id.startsWith(`${name}-`);
}

function runOn(clock: Clock, at: Instant, rules: HubRules): ClockEvent[] {
  if (clock.status !== 'PAUSED') return [];
  try {
    const ended = endPauses(clock, { by: SYSTEM_ACTOR.userId, at }, rules);
    return [...ended, ...milestones(ended.reduce<Clock>(evolveClock, clock), at, rules)];
  } catch (error) {
    // Nothing is refused because a pause outlasted the case's calendar.
    if (error instanceof DomainError && error.code === 'CALENDAR_EXHAUSTED') return [];
    throw error;
  }
}

/** Stops every clock of a case that ends. */
export function stopAllClocks(
  { clocks }: Clocked,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return clocks
    .filter(({ status }) => status !== 'STOPPED')
    .flatMap((clock) => [
      ...runOn(clock, at, rules),
      { type: 'ClockStopped', occurredAt: at, clock: clock.id, stoppedBy },
    ]);
}
