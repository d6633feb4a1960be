import { type Instant, MINUTE_MS } from '../../domain/instant.ts';
import { dueAt } from '../../domain/limits.ts';
import type { HubRules } from '../../domain/policy.ts';
import type { ReferrerReach } from '../../domain/referral/state.ts';
import type { Rag } from '../../domain/vocabulary.ts';
import { addWorkingTime, workingTimeBetween } from '../../domain/working-time.ts';
import { type Arrival, downToMark, upToMark } from './arrivals.ts';
import type { Random } from './random.ts';

/** What becomes of one child at the hub, with when. An instant is absent where the thing never happens. */
export type Casework = {
  readonly receivedAt: Instant;
  readonly decisionDueAt: Instant;
  readonly reach: ReferrerReach;
  readonly acknowledgedAt?: Instant;
  readonly ratings: readonly { readonly at: Instant; readonly rag: Rag }[];
  readonly decisions: readonly { readonly at: Instant; readonly outcome: DecidedOutcome }[];
  readonly feedbackAt?: Instant;
  readonly isFeedbackWithheld: boolean;
  readonly acceptedAt?: Instant;
  readonly withdrawal?: { readonly requestedAt: Instant; readonly approvedAt: Instant };
};

export type DecidedOutcome =
  | 'NFA'
  | 'EARLY_HELP'
  | 'SINGLE_AGENCY'
  | 'ADVICE_SIGNPOST'
  | 'ASSESSMENT_S17'
  | 'STRATEGY_S47'
  | 'OPEN_CASE';

/** Outcomes that leave the child with nobody. */
export const WITHOUT_HANDOVER: readonly DecidedOutcome[] = ['NFA', 'ADVICE_SIGNPOST'];

/** How staff come to one contact: the same for all its children, who are rated and decided on together. */
export type Pace = {
  readonly acknowledgedAt?: Instant;
  readonly ratedAt: Instant;
  readonly decidedAt: Instant;
  readonly decisionDueAt: Instant;
};

/** What is peculiar to one child. */
export type Peculiarities = {
  readonly outcome: DecidedOutcome;
  readonly rag: Rag;
  readonly isRatedUp: boolean;
  readonly isSuperseded: boolean;
  readonly isWithdrawn: boolean;
  readonly isFeedbackLate: boolean;
  readonly isFeedbackWithheld: boolean;
};

/** Hub time after an instant, on the next mark of half an hour. */
export function after(from: Instant, minutes: number, rules: HubRules): Instant {
  return upToMark(addWorkingTime(from, minutes * MINUTE_MS, rules));
}

/** Far enough from the due instant that a played month cannot land on the wrong side of it. */
const MARGIN_MINUTES = 15;
const TWO_AND_A_HALF_DAYS = 20 * 60;

export function paceOf(
  { receivedAt, enteredAt }: Arrival,
  how: { readonly reach: ReferrerReach; readonly isLate: boolean; readonly isForgotten: boolean },
  random: Random,
  rules: HubRules,
): Pace {
  const rungBackAt = after(enteredAt, random.whole(10, 60), rules);
  const ratedAt = after(how.reach === 'BY_HAND' ? rungBackAt : enteredAt, random.whole(10, 60), rules);
  const decisionDueAt = dueAt(receivedAt, rules.policy.clocks.DECISION.limit, rules);
  const minutes = workingTimeBetween(ratedAt, decisionDueAt, rules) / MINUTE_MS;
  const decidedAfter = random.whole(10, Math.max(10, minutes - MARGIN_MINUTES)) * MINUTE_MS;
  const inTime = downToMark(addWorkingTime(ratedAt, decidedAfter, rules));
  const decidedAt = how.isLate
    ? after(decisionDueAt, random.whole(MARGIN_MINUTES, TWO_AND_A_HALF_DAYS), rules)
    : inTime < ratedAt
      ? ratedAt
      : inTime;
  const acknowledgedAt =
    how.reach === 'ELECTRONIC'
      ? enteredAt
      : how.reach === 'BY_HAND' && !how.isForgotten
        ? rungBackAt
        : undefined;
  return { ratedAt, decidedAt, decisionDueAt, ...(acknowledgedAt !== undefined && { acknowledgedAt }) };
}

/** The story of one child, told to its end; the month may be over before. */
export function caseworkOf(
  { receivedAt, enteredAt }: Arrival,
  pace: Pace,
  reach: ReferrerReach,
  child: Peculiarities,
  random: Random,
  rules: HubRules,
): Casework {
  const { acknowledgedAt, ratedAt, decidedAt, decisionDueAt } = pace;
  const known = {
    receivedAt,
    decisionDueAt,
    reach,
    isFeedbackWithheld: child.isFeedbackWithheld,
    ...(acknowledgedAt !== undefined && { acknowledgedAt }),
  };
  // Who cannot be asked again cannot take a contact back before it is rated.
  if (child.isWithdrawn && reach !== 'UNREACHABLE') {
    const requestedAt = after(acknowledgedAt ?? enteredAt, random.whole(10, 60), rules);
    const approvedAt = after(requestedAt, random.whole(10, 60), rules);
    return { ...known, ratings: [], decisions: [], withdrawal: { requestedAt, approvedAt } };
  }
  const ratings = [
    { at: ratedAt, rag: child.rag },
    ...(child.isRatedUp && child.rag !== 'RED' ? [{ at: ratedAt, rag: 'RED' as const }] : []),
  ];
  const first = { at: decidedAt, outcome: child.outcome };
  const isSuperseded = child.isSuperseded && reach !== 'UNREACHABLE';
  const second = { at: after(decidedAt, random.whole(20, 40), rules), outcome: otherOutcome(child.outcome) };
  const decisions = isSuperseded ? [first, second] : [first];
  const last = isSuperseded ? second : first;
  const toldAfter = child.isFeedbackLate ? random.whole(500, 800) : random.whole(10, 60);
  const feedbackAt = reach === 'UNREACHABLE' ? undefined : after(last.at, toldAfter, rules);
  const acceptedAt = WITHOUT_HANDOVER.includes(last.outcome)
    ? undefined
    : after(last.at, random.whole(20, 240), rules);
  return {
    ...known,
    ratings,
    decisions,
    ...(feedbackAt !== undefined && { feedbackAt }),
    ...(acceptedAt !== undefined && { acceptedAt }),
  };
}

function otherOutcome(outcome: DecidedOutcome): DecidedOutcome {
  return outcome === 'ASSESSMENT_S17' ? 'EARLY_HELP' : 'ASSESSMENT_S17';
}
