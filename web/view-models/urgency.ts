import type { Instant } from '../../domain/instant.ts';
import { atFraction } from '../../domain/limits.ts';
import { clockLimit, type HubRules, type TimeUnit } from '../../domain/policy.ts';
import type { Rag, ClockKind } from '../../domain/vocabulary.ts';

/** How a running clock stands: exactly at its due instant it is still on time. */
export const URGENCIES = ['LATE', 'SOON', 'ON_TIME'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const URGENCY_LABELS: Readonly<Record<Urgency, string>> = {
  LATE: 'Late',
  SOON: 'About to be late',
  ON_TIME: 'On time',
};

export type Span = { readonly startedAt: Instant; readonly dueAt: Instant; readonly unit: TimeUnit };

/** A clock is about to be late in its last quarter. */
const LAST_QUARTER = 0.75;

/** The first warning of the policy inside the last quarter, or the last quarter where the policy has none there. */
export function soonFraction({ policy }: HubRules): number {
  return policy.warningFractions.find((fraction) => fraction >= LAST_QUARTER) ?? LAST_QUARTER;
}

/** Reads how clocks stand at `now`. */
export function urgencyReader(now: Instant, rules: HubRules): (span: Span) => Urgency {
  const soonFrom = soonReader(rules);
  return (span) => {
    if (now > span.dueAt) return 'LATE';
    return now >= soonFrom(span) ? 'SOON' : 'ON_TIME';
  };
}

/** Enough for the open clocks of a large hub; beyond it the memory starts afresh. */
const MOST_REMEMBERED = 50_000;
const remembered = new WeakMap<HubRules, Map<string, Instant>>();

/**
 * From when a clock is about to be late. It depends on nothing but clock and rules, so it is worked out once and
 * remembered: a board of thousands of open clocks is read many times a minute.
 */
function soonReader(rules: HubRules): (span: Span) => Instant {
  const fraction = soonFraction(rules);
  const known = remembered.get(rules) ?? new Map<string, Instant>();
  remembered.set(rules, known);
  return ({ startedAt, dueAt, unit }) => {
    const key = `${startedAt}|${dueAt}|${unit}`;
    const from = known.get(key) ?? atFraction(startedAt, dueAt, fraction, unit, rules);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, from);
    return from;
  };
}

/** The worst of several; on time when there are none. */
export function mostUrgent(urgencies: readonly Urgency[]): Urgency {
  return URGENCIES.find((urgency) => urgencies.includes(urgency)) ?? 'ON_TIME';
}

/** The unit in which the policy counts a clock. */
export function unitOf(kind: ClockKind, rag: Rag | undefined, { policy }: HubRules): TimeUnit {
  const limit =
    kind === 'RAG_TARGET' && rag !== undefined ? policy.ragTargets[rag] : clockLimit(policy, kind)?.limit;
  return (limit ?? policy.clocks.DECISION.limit).unit;
}

/** The time left, or `by 3 working hours` beside a mark that says that it is late. */
export function besideMark(timeLeft: string): string {
  return timeLeft.replace(/^late (?=by )/, '');
}
