import { SYSTEM_ACTOR } from '../actor.ts';
import {
  armClock,
  type Clock,
  type ClockEvent,
  type ClockTerms,
  evolveClock,
  evolveClocks,
} from '../clock.ts';
import { endPausesIfMissed } from '../clock-pausing.ts';
import type { Instant } from '../instant.ts';
import { clockLimit, type HubRules, type Limit } from '../policy.ts';
import { latestDueAt } from './clock-keeping.ts';
import type { ReferralEvent } from './events.ts';
import { isClosed, type Referral } from './state.ts';

/**
 * What it means for a referral that other rules have come into force: every clock that has not stopped is counted
 * anew from its own start, and armed anew where that moves it. A stopped clock keeps its stamp. A clock that is late
 * under the old rules and not under the new runs again, with its breach in the record; the other way round it is late
 * at its new due instant.
 */
export function adoptRules(referral: Referral, from: HubRules, to: HubRules, now: Instant): ReferralEvent[] {
  if (isClosed(referral)) return [];
  const previous = {
    previousPolicyEdition: from.policy.edition,
    previousCalendarEdition: from.calendar.edition,
  };
  const publication = to.publication ?? 0;
  const rearmed: ClockEvent[] = [];
  let clocks = referral.clocks;
  for (const { id } of referral.clocks) {
    const clock = clocks.find((candidate) => candidate.id === id);
    if (clock === undefined || clock.status === 'STOPPED') continue;
    const terms = termsUnder(clock, { ...referral, clocks }, from, to, now);
    if (standsAsBefore(clock, terms)) continue;
    const noLaterThan = latestDueAt({ clocks }, clock.kind);
    const ended = endPausesIfMissed(clock, terms, { by: SYSTEM_ACTOR.userId, at: now }, to, noLaterThan);
    const event: ClockEvent = {
      type: 'ClockRearmed',
      occurredAt: now,
      terms,
      previousDueAt: ended.reduce(evolveClock, clock).dueAt,
      reason: 'RULES_CHANGED',
      ...previous,
      publication,
    };
    rearmed.push(...ended, event);
    clocks = [...ended, event].reduce(evolveClocks, clocks);
  }
  const adopted: ReferralEvent = {
    type: 'RulesAdopted',
    occurredAt: now,
    publication,
    policyEdition: to.policy.edition,
    calendarEdition: to.calendar.edition,
    ...previous,
  };
  return [adopted, ...rearmed];
}

function termsUnder(
  clock: Clock,
  referral: Referral,
  from: HubRules,
  to: HubRules,
  now: Instant,
): ClockTerms {
  const limit = limitUnder(clock, referral, from, to);
  return armClock({ ...clock, limit }, now, to, latestDueAt(referral, clock.kind));
}

/**
 * The limit a clock has under other rules. A missed rating target whose rating was lowered afterwards keeps the limit
 * it was missed under.
 */
function limitUnder({ kind, limit }: Clock, { rating }: Referral, from: HubRules, to: HubRules): Limit {
  if (kind !== 'RAG_TARGET') return clockLimit(to.policy, kind)?.limit ?? limit;
  if (rating === undefined || !isSameLimit(from.policy.ragTargets[rating.rag], limit)) return limit;
  return to.policy.ragTargets[rating.rag] ?? limit;
}

function isSameLimit(a: Limit | null, b: Limit): boolean {
  return a !== null && a.amount === b.amount && a.unit === b.unit;
}

/** Neither its due instant nor a warning still to come would move. */
function standsAsBefore(clock: Clock, terms: ClockTerms): boolean {
  if (terms.dueAt !== clock.dueAt) return false;
  if (clock.status !== 'RUNNING') return true;
  const toCome = clock.warnings.slice(clock.warningsGiven);
  return (
    toCome.length === terms.warnings.length &&
    terms.warnings.every(({ at }, index) => at === toCome[index]?.at)
  );
}
