import type { Clock, ClockEvent, ClockTerms } from './clock.ts';
import { readClock, type ReadingContext } from './clock-reading.ts';
import type { ClockRow } from './clock-row.ts';
import { clockRows } from './clock-rows.ts';
import { clockSentence } from './clock-sentence.ts';
import type { Instant } from './instant.ts';

/** The editions a clock was armed under. */
export type EditionsNamed = Pick<ClockTerms, 'policyEdition' | 'calendarEdition'>;

/** One clock in one sentence and one table: the same on every screen, in the API and on the command line. */
export type ClockExplanation = {
  readonly clock: Clock;
  readonly sentence: string;
  readonly rows: readonly ClockRow[];
  /** When it is due; for a clock that stands still, when it would be due if it ran on now. */
  readonly dueAt: Instant;
  /** Only for a clock that stands still. */
  readonly dueIfResumedNow?: Instant;
  /** In order of arming, each once. */
  readonly editions: readonly (EditionsNamed & { readonly isAtHand: boolean })[];
};

/**
 * Explains a clock from its events, which are in order and begin with its start. Each arming is explained under the
 * editions it was armed with; where they are not at hand, the words say so and the recorded instant stands.
 * @throws DomainError CALENDAR_EXHAUSTED when an edition ends too early.
 */
export function explainClock(events: readonly ClockEvent[], context: ReadingContext): ClockExplanation {
  const reading = readClock(events, context);
  const { clock, dueAt } = reading;
  return {
    clock,
    sentence: clockSentence(reading),
    rows: clockRows(reading),
    dueAt,
    ...(clock.status === 'PAUSED' && { dueIfResumedNow: dueAt }),
    editions: editionsNamedIn(events).map((named) => ({
      ...named,
      isAtHand: context.rulesNamed(named.policyEdition, named.calendarEdition) !== undefined,
    })),
  };
}

/** The editions that the clocks of a stream were armed under, in order, each pair once. */
export function editionsNamedIn(events: readonly { readonly type: string }[]): EditionsNamed[] {
  const named = new Map<string, EditionsNamed>();
  for (const event of events) {
    if ('terms' in event) {
      const { policyEdition, calendarEdition } = event.terms as ClockTerms;
      named.set(`${policyEdition}\n${calendarEdition}`, { policyEdition, calendarEdition });
    }
  }
  return [...named.values()];
}
