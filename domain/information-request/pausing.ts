import { SYSTEM_ACTOR } from '../actor.ts';
import { type Clock, type ClockEvent, type ClockTerms, evolveClock, type PausedClock } from '../clock.ts';
import { milestones } from '../clock-milestones.ts';
import { afterPauses } from '../clock-pauses.ts';
import { openPauses, pauseEnded, stillSince } from '../clock-pausing.ts';
import { DomainError } from '../errors.ts';
import { earlier, type Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { later } from '../working-time.ts';
import type { InformationRequest } from './state.ts';

/** Who does it, and when. */
type By = { readonly by: string; readonly at: Instant };
type Asked = Pick<InformationRequest, 'decisionDueAt'>;

/** The clock of the agency's answer; every request has one. */
export function answerClock({ clocks }: Pick<InformationRequest, 'clocks'>): Clock {
  const clock = clocks.find(({ kind }) => kind === 'AGENCY_CHECK');
  if (clock === undefined) throw new Error('a request begins with the clock of its answer');
  return clock;
}

/**
 * Ends one pause of the answer's clock. When it was the last that held, the time left at its beginning is left again;
 * never beyond the limit for the decision, while that was to come when the clock began.
 * @throws DomainError PAUSE_NOT_OPEN
 */
export function endPause(
  request: Asked,
  clock: Clock,
  pauseNo: number,
  by: By,
  rules: HubRules,
): ClockEvent[] {
  const ended = pauseEnded(clock, pauseNo, by);
  const after = evolveClock(clock, ended);
  return clock.status !== 'PAUSED' || openPauses(after).length > 0
    ? [ended]
    : [ended, runsOn(request, clock, by.at, rules)];
}

/** Ends every pause, so that the clock runs on. */
export function endPauses(request: Asked, clock: PausedClock, at: Instant, rules: HubRules): ClockEvent[] {
  const events: ClockEvent[] = [];
  let current: Clock = clock;
  for (const { no } of openPauses(clock)) {
    const ended = endPause(request, current, no, { by: SYSTEM_ACTOR.userId, at }, rules);
    events.push(...ended);
    current = ended.reduce(evolveClock, current);
  }
  return events;
}

/** What comes before a clock stops: one that stands still runs on, and says what fell due by then. */
export function beforeStop(request: Asked, clock: Clock, at: Instant, rules: HubRules): ClockEvent[] {
  if (clock.status !== 'PAUSED') return [];
  try {
    const ended = endPauses(request, clock, at, rules);
    return [...ended, ...milestones(ended.reduce<Clock>(evolveClock, clock), at, rules)];
  } catch (error) {
    // No answer is refused because a pause outlasted the calendar.
    if (error instanceof DomainError && error.code === 'CALENDAR_EXHAUSTED') return [];
    throw error;
  }
}

function runsOn({ decisionDueAt }: Asked, clock: PausedClock, at: Instant, rules: HubRules): ClockEvent {
  const { id, kind, startedAt, limit, dueAt: previousDueAt } = clock;
  const from = stillSince(clock, at) ?? at;
  // The due instant has moved on by every earlier standstill already; only the last one is added.
  const still = (clock.pauses ?? []).slice(-1).map((pause) => ({ ...pause, from, until: later(at, from) }));
  const moved = (instant: Instant) => afterPauses(instant, limit.unit, still, rules);
  const due = moved(previousDueAt);
  const dueAt = decisionDueAt > startedAt ? earlier(due, decisionDueAt) : due;
  const terms: ClockTerms = {
    id,
    kind,
    startedAt,
    limit,
    dueAt,
    warnings: clock.warnings
      .slice(clock.warningsGiven)
      .map((warning) => ({ ...warning, at: moved(warning.at) }))
      .filter((warning) => warning.at > at && warning.at < dueAt),
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
  };
  return { type: 'ClockRearmed', occurredAt: at, terms, previousDueAt, reason: 'PAUSE_ENDED' };
}
