import { armClock, type ClockTerms } from '../clock.ts';
import { earlier, type Instant } from '../instant.ts';
import { atFraction, dueAt } from '../limits.ts';
import type { HubRules, TriageRules } from '../policy.ts';
import { later } from '../working-time.ts';
import type { RequestEvent } from './events.ts';
import type { RequestOpening } from './state.ts';

/** The first events of a request: the agency is asked about one child, and its time runs. */
export function openRequest(
  opening: RequestOpening,
  referralRef: string,
  now: Instant,
  rules: HubRules,
): RequestEvent[] {
  const { leadAt } = agencyRules(rules);
  return [
    { type: 'InformationRequestOpened', occurredAt: now, opening, referralRef, leadAt },
    { type: 'ClockStarted', occurredAt: now, terms: agencyCheckTerms(opening, now, now, rules) },
    { type: 'ClockStarted', occurredAt: now, terms: longStopTerms(opening, now, rules) },
  ];
}

/** @throws Error under rules from before the hub asked agencies; no request is opened under them */
export function agencyRules({ policy }: HubRules): TriageRules['agencyRequests'] {
  if (policy.triage === undefined) throw new Error(`policy ${policy.edition} says nothing about agencies`);
  return policy.triage.agencyRequests;
}

/**
 * An answer is due after the policy's share of the time that the rating leaves from `startedAt` on; where its target
 * has passed, of the time it gives from `startedAt`; never after the decision while that is to come. The agency is
 * reminded, and its lead told, after shares of the request's own time.
 */
export function agencyCheckTerms(
  { rag, receivedAt, decisionDueAt }: Pick<RequestOpening, 'rag' | 'receivedAt' | 'decisionDueAt'>,
  startedAt: Instant,
  now: Instant,
  rules: HubRules,
): ClockTerms {
  const { share, remindAt, leadAt } = agencyRules(rules);
  const limit = rules.policy.ragTargets[rag] ?? rules.policy.clocks.DECISION.limit;
  const byRating = dueAt(receivedAt, limit, rules);
  const inTime = byRating > startedAt ? byRating : dueAt(startedAt, limit, rules);
  const target = decisionDueAt > startedAt ? earlier(inTime, decisionDueAt) : inTime;
  const due = atFraction(startedAt, target, share, limit.unit, rules);
  const clock = { id: 'AGENCY_CHECK', kind: 'AGENCY_CHECK', startedAt, limit } as const;
  const warnings = [...new Set([remindAt, leadAt])]
    .map((fraction) => ({ fraction, at: atFraction(startedAt, due, fraction, limit.unit, rules) }))
    .filter(({ at }) => at > now && at < due);
  return { ...armClock(clock, now, rules, due), warnings };
}

/** An answer is waited for beyond the decision; the one warning of this clock is the instant the decision is due. */
function longStopTerms({ decisionDueAt }: RequestOpening, now: Instant, rules: HubRules): ClockTerms {
  const { longStop: limit } = agencyRules(rules);
  const startedAt = later(now, decisionDueAt);
  const clock = { id: 'ANSWER_LONG_STOP', kind: 'ANSWER_LONG_STOP', startedAt, limit } as const;
  const warnings = decisionDueAt > now ? [{ fraction: 0, at: decisionDueAt }] : [];
  return { ...armClock(clock, now, rules), warnings };
}

/** A full answer can be corrected for as long as the hub would have waited for it. */
export function correctionTerms(now: Instant, rules: HubRules): ClockTerms {
  const { longStop: limit } = agencyRules(rules);
  const clock = { id: 'CORRECTIONS', kind: 'ANSWER_LONG_STOP', startedAt: now, limit } as const;
  return { ...armClock(clock, now, rules), warnings: [] };
}
