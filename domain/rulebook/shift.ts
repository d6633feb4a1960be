import { type Instant, msFromInstant } from '../instant.ts';
import { countsHubHours } from '../limits.ts';
import type { HubRules, Limit } from '../policy.ts';
import { durationWords, hoursWords } from '../words.ts';
import { workingTimeBetween } from '../working-time.ts';

/** How far a change of rules would move a due instant. */
export type Shift = {
  readonly direction: 'EARLIER' | 'LATER';
  /** Milliseconds of hub hours between the two instants. */
  readonly workingMs: number;
  /** The same on a watch. */
  readonly elapsedMs: number;
  /** Whether the clock is counted in hub hours or working days. */
  readonly countsHubHours: boolean;
};

/**
 * The way from one due instant to another, measured in the hub hours of `rules`: those people go by today.
 * @throws DomainError CALENDAR_EXHAUSTED when an instant lies outside the calendar's span
 */
export function shiftOf(
  move: { readonly dueAt: Instant; readonly wouldBeDueAt: Instant; readonly limit: Limit },
  rules: HubRules,
): Shift {
  const { dueAt, wouldBeDueAt, limit } = move;
  const isLater = dueAt <= wouldBeDueAt;
  const [first, last] = isLater ? [dueAt, wouldBeDueAt] : [wouldBeDueAt, dueAt];
  return {
    direction: isLater ? 'LATER' : 'EARLIER',
    workingMs: workingTimeBetween(first, last, rules),
    elapsedMs: msFromInstant(last) - msFromInstant(first),
    countsHubHours: countsHubHours(limit.unit),
  };
}

/** A shift as `8 working hours later`, or in elapsed time where the clock or the hub counts no hours in between. */
export function shiftWords({ direction, workingMs, elapsedMs, countsHubHours: isHubTime }: Shift): string {
  const way = direction.toLowerCase();
  if (!isHubTime) return `${durationWords(elapsedMs)} ${way}`;
  if (workingMs === 0) return `${durationWords(elapsedMs)} ${way}, outside hub hours`;
  return `${hoursWords(workingMs, 'working ')} ${way}`;
}
