import { earlier, type Instant } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { ReceiptClock, Stage } from '../../domain/vocabulary.ts';
import { type Casework, type DecidedOutcome, WITHOUT_HANDOVER } from './casework.ts';
import type { ExpectedChild } from './month-file.ts';

const CLOSED_AS: Readonly<Record<DecidedOutcome, Stage>> = {
  NFA: 'CLOSED_NFA',
  ADVICE_SIGNPOST: 'CLOSED_ADVICE',
  SINGLE_AGENCY: 'CLOSED_SINGLE_AGENCY',
  EARLY_HELP: 'CLOSED_EH',
  ASSESSMENT_S17: 'CLOSED_TO_TEAM',
  STRATEGY_S47: 'CLOSED_TO_TEAM',
  OPEN_CASE: 'LINKED_TO_OPEN_CASE',
};

/**
 * How a child's referral must stand at `until`. Told from the plan alone and not by the hub's own rules of cases, so
 * that a fault in those shows as a difference.
 */
export function expectedOf(casework: Casework, until: Instant, rules: HubRules): ExpectedChild {
  const has = (at: Instant | undefined): boolean => at !== undefined && at < until;
  const { reach, decisionDueAt, withdrawal } = casework;
  if (has(withdrawal?.approvedAt)) {
    return { stage: 'WITHDRAWN', isOpen: false, outcome: null, decidedInTime: null, overdue: [] };
  }
  const decisions = casework.decisions.filter(({ at }) => has(at));
  const [first, last] = [decisions[0], decisions.at(-1)];
  const isTold = reach === 'UNREACHABLE' || has(casework.feedbackAt);
  const isTaken = last !== undefined && (WITHOUT_HANDOVER.includes(last.outcome) || has(casework.acceptedAt));
  const outcome = last?.outcome ?? null;
  const decidedInTime = first === undefined ? null : first.at <= decisionDueAt;
  if (last !== undefined && isTold && isTaken) {
    return { stage: CLOSED_AS[last.outcome], isOpen: false, outcome, decidedInTime, overdue: [] };
  }
  const ratings = casework.ratings.filter(({ at }) => has(at));
  const isLate: Readonly<Record<ReceiptClock | 'RAG_TARGET', boolean>> = {
    ACKNOWLEDGEMENT: reach !== 'UNREACHABLE' && !has(casework.acknowledgedAt) && decisionDueAt < until,
    DECISION: last === undefined && decisionDueAt < until,
    FEEDBACK: !isTold && decisionDueAt < until,
    RAG_TARGET: last === undefined && (ragDueAt(casework, ratings, rules) ?? until) < until,
  };
  const overdue = (Object.keys(isLate) as (keyof typeof isLate)[]).filter((kind) => isLate[kind]).sort();
  const stage = stageOf(
    last !== undefined,
    ratings.length > 0,
    isLate.DECISION,
    has(casework.acknowledgedAt),
  );
  return { stage, isOpen: true, outcome, decidedInTime, overdue };
}

function stageOf(isDecided: boolean, isRated: boolean, isOverdue: boolean, isAcknowledged: boolean): Stage {
  if (isDecided) return 'DECIDED';
  if (isRated || isOverdue) return 'DECISION_PENDING';
  return isAcknowledged ? 'SCREENING' : 'RECEIVED';
}

/** Counted from receipt by the rating in force; a rating only ever goes up here. */
function ragDueAt(
  { receivedAt, decisionDueAt }: Casework,
  ratings: Casework['ratings'],
  rules: HubRules,
): Instant | undefined {
  const rag = ratings.at(-1)?.rag;
  const limit = rag === undefined ? null : rules.policy.ragTargets[rag];
  return limit === null ? undefined : earlier(dueAt(receivedAt, limit, rules), decisionDueAt);
}
