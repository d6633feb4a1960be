import { type Clock, type ClockEvent, type Escalation, evolveClock } from './clock.ts';
import { DomainError } from './errors.ts';
import { addMs, DAY_MS, type Instant } from './instant.ts';
import { dueAt } from './limits.ts';
import type { EscalationStep, HubRules, Limit } from './policy.ts';
import type { ClockKind } from './vocabulary.ts';

/** One millisecond after the due instant: exactly at it is still on time. */
function breachAt(dueInstant: Instant): Instant {
  return addMs(dueInstant, 1);
}

/** When this clock next has something to say; undefined while it stands still and once it has stopped. */
export function nextWakeAt(clock: Clock): Instant | undefined {
  switch (clock.status) {
    case 'RUNNING':
      return clock.warnings[clock.warningsGiven]?.at ?? breachAt(clock.dueAt);
    case 'LATE':
      return clock.nextEscalation.at;
    case 'PAUSED':
    case 'STOPPED':
      return undefined;
  }
}

const NEXT_WORKING_DAY: Limit = { amount: 1, unit: 'WD' };

/** Who is told at a step of a clock's ladder, and when the next step is due; beyond its end the last step repeats. */
function ladderStep(kind: ClockKind, step: number, { policy }: HubRules): EscalationStep {
  const ladder =
    policy.ladders?.[kind] ?? policy.escalationLadder.map((to) => ({ to, nextAfter: NEXT_WORKING_DAY }));
  return ladder[Math.min(step, ladder.length - 1)] ?? { to: 'TEAM_MANAGER', nextAfter: NEXT_WORKING_DAY };
}

function escalationAfter(kind: ClockKind, { step, at }: Escalation, rules: HubRules): Escalation {
  const { nextAfter } = ladderStep(kind, step, rules);
  const next = step + 1;
  return { step: next, to: ladderStep(kind, next, rules).to, at: tellAgainAt(at, nextAfter, rules) };
}

/** Beyond the calendar's span one day on, so that nobody late is left untold. */
function tellAgainAt(toldAt: Instant, after: Limit, rules: HubRules): Instant {
  try {
    return dueAt(toldAt, after, rules);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_EXHAUSTED') return addMs(toldAt, DAY_MS);
    throw error;
  }
}

/** The next thing a clock has to say by `now`, with the true instant it fell due however late this is asked. */
export function nextMilestone(clock: Clock, now: Instant, rules: HubRules): ClockEvent | undefined {
  const wake = nextWakeAt(clock);
  if (wake === undefined || wake > now) return undefined;
  switch (clock.status) {
    case 'RUNNING': {
      const warning = clock.warnings[clock.warningsGiven];
      if (warning !== undefined) {
        return { type: 'ClockWarned', occurredAt: warning.at, clock: clock.id, fraction: warning.fraction };
      }
      const breach = { step: 0, to: ladderStep(clock.kind, 0, rules).to, at: clock.dueAt };
      return {
        type: 'ClockBreached',
        occurredAt: breach.at,
        clock: clock.id,
        told: breach.to,
        next: escalationAfter(clock.kind, breach, rules),
      };
    }
    case 'LATE': {
      const { at, step, to } = clock.nextEscalation;
      return {
        type: 'ClockEscalated',
        occurredAt: at,
        clock: clock.id,
        step,
        told: to,
        next: escalationAfter(clock.kind, clock.nextEscalation, rules),
      };
    }
    case 'PAUSED':
    case 'STOPPED':
      return undefined;
  }
}

/** Everything a clock has to say by `now`, in order. */
export function milestones(clock: Clock, now: Instant, rules: HubRules): ClockEvent[] {
  const events: ClockEvent[] = [];
  let current = clock;
  for (
    let event = nextMilestone(current, now, rules);
    event !== undefined;
    event = nextMilestone(current, now, rules)
  ) {
    events.push(event);
    current = evolveClock(current, event);
  }
  return events;
}
