import { SYSTEM_ACTOR } from '../actor.ts';
import { armClock, type Clock, type ClockEvent, type ClockTerms, evolveClock } from '../clock.ts';
import { endPausesIfMissed } from '../clock-pausing.ts';
import type { Instant } from '../instant.ts';
import { clockLimit, type HubRules, type Limit } from '../policy.ts';
import { withAlert } from './clock-keeping.ts';
import type { CommonEvent } from './events.ts';
import type { AnyFollowOn } from './state.ts';

/**
 * What it means for a case that other rules have come into force: every clock that has not stopped is counted anew
 * from its own start, and armed anew where that moves it. A stopped clock keeps its stamp; one whose limit was given
 * to it, such as an action of the plan or an order the court ends early, keeps that limit, unless the new rules allow
 * less.
 */
export function adoptRules(state: AnyFollowOn, from: HubRules, to: HubRules, now: Instant): CommonEvent[] {
  if (state.closedAt !== undefined) return [];
  const previous = {
    previousPolicyEdition: from.policy.edition,
    previousCalendarEdition: from.calendar.edition,
  };
  const publication = to.publication ?? 0;
  const rearmed = state.clocks.flatMap((clock): ClockEvent[] => {
    if (clock.status === 'STOPPED') return [];
    const terms = withAlert(armedAnew(clock, now, from, to), now, to);
    if (terms.dueAt === clock.dueAt) return [];
    const ended = endPausesIfMissed(clock, terms, { by: SYSTEM_ACTOR.userId, at: now }, to);
    const previousDueAt = ended.reduce<Clock>(evolveClock, clock).dueAt;
    return [
      ...ended,
      {
        type: 'ClockRearmed',
        occurredAt: now,
        terms,
        previousDueAt,
        reason: 'RULES_CHANGED',
        ...previous,
        publication,
      },
    ];
  });
  return [
    {
      type: 'RulesAdopted',
      occurredAt: now,
      publication,
      policyEdition: to.policy.edition,
      calendarEdition: to.calendar.edition,
      ...previous,
    },
    ...rearmed,
  ];
}

/** By the new rules' limit where the old ones set it; else by the clock's own, or the new rules' where that ends sooner. */
function armedAnew(clock: Clock, now: Instant, from: HubRules, to: HubRules): ClockTerms {
  const own = armClock(clock, now, to);
  const limit = clockLimit(to.policy, clock.kind)?.limit;
  if (limit === undefined) return own;
  const byRules = armClock({ ...clock, limit }, now, to);
  const before = clockLimit(from.policy, clock.kind)?.limit;
  const isOwn = before === undefined || !isSame(before, clock.limit);
  return isOwn && own.dueAt < byRules.dueAt ? own : byRules;
}

function isSame(one: Limit, other: Limit): boolean {
  return one.amount === other.amount && one.unit === other.unit && one.at === other.at;
}
