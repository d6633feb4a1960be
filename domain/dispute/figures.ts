import { DAY_MS, type Instant, msFromInstant } from '../instant.ts';
import type { DisputeLane } from './opening.ts';
import type { Dispute, DisputeOutcome } from './state.ts';

/** What is counted of one dispute. */
export type DisputeFigures = {
  readonly opened: Instant;
  /** Absent while it is open. */
  readonly resolvedAt?: Instant;
  /** Whole days of 24 hours since it was opened, until it ended or, while it is open, until now. */
  readonly days: number;
  readonly levelReached: number;
  readonly lane: DisputeLane;
  readonly objectors: number;
  readonly outcome?: DisputeOutcome;
};

/**
 * The figures of a dispute for K13, disputes opened and unresolved by stage and days.
 * @see Stockton Cabinet, 16 March 2017: a "small number" of disputes, later reports to give it exactly.
 */
export function disputeFigures(state: Dispute, now: Instant): DisputeFigures {
  const { closedAt, lane, level, objectors, openedAt, stage } = state;
  const elapsedMs = msFromInstant(closedAt ?? now) - msFromInstant(openedAt);
  return {
    opened: openedAt,
    ...(closedAt !== undefined && { resolvedAt: closedAt }),
    days: Math.floor(elapsedMs / DAY_MS),
    levelReached: level,
    lane,
    objectors: objectors.length,
    ...(stage !== 'OPEN' && { outcome: stage }),
  };
}
