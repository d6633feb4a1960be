import { SYSTEM_ACTOR } from '../actor.ts';
import {
  armClock,
  type Clock,
  type ClockEvent,
  evolveClock,
  type PausedClock,
  type StopReason,
} from '../clock.ts';
import { milestones } from '../clock-milestones.ts';
import { endPauses, endPausesIfMissed } from '../clock-pausing.ts';
import { DomainError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import { clockLimit, type HubRules } from '../policy.ts';
import type { ClockKind, OccasionalClock, Rag } from '../vocabulary.ts';
import type { Referral } from './state.ts';

/**
 * The RAG target is measured from receipt and never lies later than the statutory decision clock. A higher rating
 * shortens it at once, and ends its pauses when they began after the shorter target was missed; a lower one never
 * extends a target that has been missed.
 */
export function ragTarget(referral: Referral, rag: Rag, now: Instant, rules: HubRules): ClockEvent[] {
  const limit = rules.policy.ragTargets[rag];
  const targets = referral.clocks.filter((clock) => clock.kind === 'RAG_TARGET');
  const latest = targets.at(-1);
  const isLifted = latest?.status === 'STOPPED' && latest.stoppedBy === 'NO_TARGET';
  if (latest?.status === 'STOPPED' && !isLifted) return [];
  if (limit === null)
    return rules.policy.triage === undefined ? [] : liftTarget(referral, latest, now, rules);
  const running = isLifted ? undefined : latest;
  const start = running ?? {
    id: targets.length === 0 ? 'RAG_TARGET' : `RAG_TARGET-${targets.length + 1}`,
    kind: 'RAG_TARGET' as const,
    startedAt: referral.receivedAt,
  };
  const noLaterThan = latestDueAt(referral, 'RAG_TARGET');
  const terms = armClock({ ...start, limit }, now, rules, noLaterThan);
  if (running === undefined) return [{ type: 'ClockStarted', occurredAt: now, terms }];
  const missed = running.status === 'LATE' || (running.status === 'RUNNING' && running.dueAt < now);
  if (terms.dueAt === running.dueAt || (missed && terms.dueAt > running.dueAt)) return [];
  const by = { by: SYSTEM_ACTOR.userId, at: now };
  const ended = endPausesIfMissed(running, terms, by, rules, noLaterThan);
  const { dueAt: previousDueAt } = ended.reduce(evolveClock, running);
  return [
    ...ended,
    { type: 'ClockRearmed', occurredAt: now, terms, previousDueAt, reason: 'RATING_CHANGED' },
  ];
}

/** A rating without a target ends the one that runs; one that has been missed stays late. */
function liftTarget(
  referral: Referral,
  target: Clock | undefined,
  now: Instant,
  rules: HubRules,
): ClockEvent[] {
  const isMissed = target?.status === 'LATE' || (target?.status === 'RUNNING' && target.dueAt < now);
  return target === undefined || isMissed
    ? []
    : stopClocks(referral, ['RAG_TARGET'], 'NO_TARGET', now, rules);
}

/** The instant a clock may not lie beyond: a rating target ends with the limit for the decision. */
export function latestDueAt({ clocks }: Pick<Referral, 'clocks'>, kind: ClockKind): Instant | undefined {
  return kind === 'RAG_TARGET' ? clocks.find((clock) => clock.kind === 'DECISION')?.dueAt : undefined;
}

/** A decision made after feedback was settled starts a new clock for the amended outcome, from the decision. */
export function amendedFeedbackClock(referral: Referral, now: Instant, rules: HubRules): ClockEvent[] {
  const clocks = referral.clocks.filter((clock) => clock.kind === 'FEEDBACK');
  if (clocks.some((clock) => clock.status !== 'STOPPED')) return [];
  const { limit } = rules.policy.clocks.FEEDBACK;
  const id = `FEEDBACK-${clocks.length + 1}`;
  const terms = armClock({ id, kind: 'FEEDBACK', startedAt: now, limit }, now, rules);
  return [{ type: 'ClockStarted', occurredAt: now, terms }];
}

/**
 * Starts a clock whose occasion has come, a new one each time; `startedAt` is when it came, not after `now`. Nothing
 * runs under rules recorded before the hub set a limit for it.
 */
export function occasionalClock(
  { clocks }: Pick<Referral, 'clocks'>,
  kind: OccasionalClock,
  { startedAt, now }: { readonly startedAt: Instant; readonly now: Instant },
  rules: HubRules,
): Extract<ClockEvent, { type: 'ClockStarted' }>[] {
  const limit = clockLimit(rules.policy, kind)?.limit;
  if (limit === undefined) return [];
  const earlier = clocks.filter((clock) => clock.kind === kind).length;
  const id = earlier === 0 ? kind : `${kind}-${earlier + 1}`;
  return [
    {
      type: 'ClockStarted',
      occurredAt: now,
      terms: armClock({ id, kind, startedAt, limit }, now, rules),
    },
  ];
}

/** Stops one clock, where the others of its kind run on. */
export function stopClock(
  referral: Referral,
  id: string | undefined,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return stopThose(referral, (clock) => clock.id === id, stoppedBy, at, rules);
}

/**
 * Stops those clocks of these kinds that have not stopped. One that stands still runs on first, so that the due
 * instant it is judged by is the one after its pauses, and says what fell due by then.
 */
export function stopClocks(
  referral: Referral,
  kinds: readonly ClockKind[],
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return stopThose(referral, ({ kind }) => kinds.includes(kind), stoppedBy, at, rules);
}

function stopThose(
  referral: Referral,
  isMeant: (clock: Clock) => boolean,
  stoppedBy: StopReason,
  at: Instant,
  rules: HubRules,
): ClockEvent[] {
  return referral.clocks
    .filter((clock) => clock.status !== 'STOPPED' && isMeant(clock))
    .flatMap((clock) => [
      ...(clock.status === 'PAUSED' ? runOn(clock, referral, at, rules) : []),
      { type: 'ClockStopped', occurredAt: at, clock: clock.id, stoppedBy },
    ]);
}

function runOn(clock: PausedClock, referral: Referral, at: Instant, rules: HubRules): ClockEvent[] {
  const by = { by: SYSTEM_ACTOR.userId, at };
  try {
    const ended = endPauses(clock, by, rules, latestDueAt(referral, clock.kind));
    return [...ended, ...milestones(ended.reduce<Clock>(evolveClock, clock), at, rules)];
  } catch (error) {
    // No decision is refused because a pause outlasted the case's calendar.
    if (error instanceof DomainError && error.code === 'CALENDAR_EXHAUSTED') return [];
    throw error;
  }
}
