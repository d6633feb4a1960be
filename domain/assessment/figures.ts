import type { Clock } from '../clock.ts';
import type { AssessmentOutcome } from './census.ts';
import { outcomeNow } from './standing.ts';
import type { Assessment } from './state.ts';

/** What one assessment counts as in the figures; a field is absent while that is not known yet. */
export type EpisodeFigures = {
  /** No further action, and whether an assessment came first: two figures that are never added up (K1, K2). */
  readonly nfa?: 'BEFORE_ASSESSMENT' | 'AFTER_ASSESSMENT';
  /** Of a completed assessment. */
  readonly outcome?: AssessmentOutcome;
  /** Seen within the days from allocation (C10). */
  readonly isSeenInTime?: boolean;
  /** Authorised within the limit of the policy (C12, K20), whatever shorter time was set for the child. */
  readonly isAuthorisedInTime?: boolean;
  /** Its reason for taking longer was given before the time was up (E34); it counts as late all the same. */
  readonly isOverrunExplained?: boolean;
};

export function episodeFigures(state: Assessment): EpisodeFigures {
  const { stage, authorisation, overruns = [], timescale } = state;
  const outcome = authorisation === undefined ? undefined : outcomeNow(state)?.outcome;
  const nfa = nfaOf(stage);
  const isSeenInTime = inTime(clockOf(state, 'CHILD_SEEN_S17'), 'CHILD_SEEN');
  const isAuthorisedInTime = inTime(clockOf(state, 'ASSESSMENT'), 'AUTHORISED', timescale?.limitDueAt);
  return {
    ...(nfa !== undefined && { nfa }),
    ...(outcome !== undefined && { outcome }),
    ...(isSeenInTime !== undefined && { isSeenInTime }),
    ...(isAuthorisedInTime !== undefined && { isAuthorisedInTime }),
    ...(overruns.length > 0 && { isOverrunExplained: overruns.some(({ givenLate }) => !givenLate) }),
  };
}

function nfaOf(stage: Assessment['stage']): EpisodeFigures['nfa'] {
  if (stage === 'CLOSED_NFA_BEFORE_ASSESSMENT') return 'BEFORE_ASSESSMENT';
  return stage === 'CLOSED_NFA' ? 'AFTER_ASSESSMENT' : undefined;
}

function clockOf({ clocks }: Assessment, kind: Clock['kind']): Clock | undefined {
  return clocks.find((clock) => clock.kind === kind);
}

/** A clock that is late is late for good, but for one that was late for a shorter time than the limit. */
function inTime(
  clock: Clock | undefined,
  doneBy: 'CHILD_SEEN' | 'AUTHORISED',
  limitDueAt?: string,
): boolean | undefined {
  if (clock?.status === 'LATE') return limitDueAt === undefined ? false : undefined;
  if (clock?.status !== 'STOPPED' || clock.stoppedBy !== doneBy) return undefined;
  return clock.stoppedAt <= (limitDueAt ?? clock.dueAt);
}
