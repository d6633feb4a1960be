import { type Clock, type ClockEvent, evolveClocks } from './clock.ts';
import { type ClockCounting, countClock, endedBy, type Stillness, stillnessOf } from './clock-counting.ts';
import { afterPauses } from './clock-pauses.ts';
import { earlier, type Instant } from './instant.ts';
import { dueAt } from './limits.ts';
import type { HubRules } from './policy.ts';
import { timeLeftWords } from './words.ts';

/** The rules of two editions by their names; undefined when they are not at hand. */
export type RulesNamed = (policyEdition: string, calendarEdition: string) => HubRules | undefined;

/** An event that says when a clock is due. */
export type Arming = Extract<ClockEvent, { type: 'ClockStarted' | 'ClockRearmed' }>;

/** What it takes to explain a clock. */
export type ReadingContext = {
  /** The instant of looking. */
  readonly now: Instant;
  /** The rules its case stands under: they show the wall clock, and say when a paused clock would be due. */
  readonly rules: HubRules;
  /** The rules each arming was counted under. */
  readonly rulesNamed: RulesNamed;
  /** What armed a clock, to follow "because". */
  readonly causeOf: (arming: Arming) => string;
  /** The instant a paused clock may not lie beyond once it runs on. */
  readonly noLaterThan?: Instant;
};

/** All that the words about a clock are made from. */
export type ClockReading = ReadingContext & {
  readonly clock: Clock;
  readonly events: readonly ClockEvent[];
  readonly armings: readonly [Arming, ...Arming[]];
  /** When it is due; for a clock that stands still, when it would be due if it ran on now. */
  readonly dueAt: Instant;
  /** When it would be due by its limit and pauses alone; undefined when its rules are not at hand. */
  readonly dueByLimit: Instant | undefined;
  readonly stills: readonly Stillness[];
  readonly counting: ClockCounting | undefined;
  /** `2 working hours left`, `2 working hours to spare`, `late by 3 working hours`. */
  readonly margin: string;
};

/**
 * Reads one clock from its events.
 * @throws Error when the events do not begin with the start of a clock.
 * @throws DomainError CALENDAR_EXHAUSTED when an edition ends too early.
 */
export function readClock(events: readonly ClockEvent[], context: ReadingContext): ClockReading {
  const [clock] = events.reduce<readonly Clock[]>(evolveClocks, []);
  const [first, ...others] = events.filter(isArming);
  if (clock === undefined || first === undefined) throw new Error('a clock begins with its start');
  const { now, rules, rulesNamed, noLaterThan } = context;
  const countedBy =
    clock.status === 'PAUSED' ? rules : rulesNamed(clock.policyEdition, clock.calendarEdition);
  const byLimit = countedBy && dueByLimit(clock, now, countedBy);
  const due = dueInstant(clock, byLimit, noLaterThan);
  const stills = stillnessOf(clock, now);
  return {
    ...context,
    clock,
    events,
    armings: [first, ...others],
    dueAt: due,
    dueByLimit: byLimit,
    stills,
    counting: countedBy && countClock(clock, due, stills, countedBy),
    margin: marginOf(clock, due, now, countedBy ?? rules),
  };
}

function isArming(event: ClockEvent): event is Arming {
  return event.type === 'ClockStarted' || event.type === 'ClockRearmed';
}

function dueByLimit({ startedAt, limit, pauses = [] }: Clock, now: Instant, rules: HubRules): Instant {
  return afterPauses(dueAt(startedAt, limit, rules), limit.unit, endedBy(now, pauses), rules);
}

/** A clock that stands still is due as if it ran on now, any other as recorded. */
function dueInstant(clock: Clock, byLimit: Instant | undefined, noLaterThan: Instant | undefined): Instant {
  if (clock.status !== 'PAUSED' || byLimit === undefined) return clock.dueAt;
  return noLaterThan === undefined ? byLimit : earlier(byLimit, noLaterThan);
}

function marginOf(clock: Clock, due: Instant, now: Instant, rules: HubRules): string {
  const { unit } = clock.limit;
  switch (clock.status) {
    case 'RUNNING':
    case 'LATE':
      return timeLeftWords(now, due, unit, rules);
    case 'PAUSED':
      return `${timeLeftWords(now, due, unit, rules)} once it runs on`;
    case 'STOPPED': {
      const { stoppedAt } = clock;
      if (stoppedAt === due) return 'just in time';
      return timeLeftWords(stoppedAt, due, unit, rules).replace(/ left\b/, ' to spare');
    }
  }
}
