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
import type { HubRules } from '../policy.ts';
import type { ClockKind, Rag } from '../vocabulary.ts';
import type { Referral } from './state.ts';

/**
 * The RAG target is measured from receipt and never lies later than the statutory decision clock. A higher rating
 * shortens it at once, and ends its pauses when they began after the shorter target was missed; a lower one never
 * extends a target that has been missed.
 */
export function ragTarget(referral: Referral, rag: Rag, now: Instant, rules: HubRules): ClockEvent[] {
  const limit = rules.policy.ragTargets[rag];
  const running = referral.clocks.find((clock) => clock.kind === 'RAG_TARGET');
  if (limit === null || running?.status === 'STOPPED') return [];
  const start = running ?? {
    id: 'RAG_TARGET',
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
  return referral.clocks
    .filter((clock) => clock.status !== 'STOPPED' && kinds.includes(clock.kind))
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
