import type { CalendarEdition } from '../domain/calendar-edition.ts';
import type { SkippedDay } from '../domain/counting.ts';
import { explainDue } from '../domain/explanation.ts';
import type { Instant } from '../domain/instant.ts';
import { atFraction, dueAt } from '../domain/limits.ts';
import type { HubRules, Limit } from '../domain/policy.ts';
import type { Rag } from '../domain/vocabulary.ts';
import { dueWords, limitWords } from '../domain/words.ts';
import { referralPolicy } from './case-policy.ts';
import { CLOCK_REFS, type PolicyClock, type PolicyEdition } from './policy-edition.ts';

/** Any clock of an edition, the target a rating sets, or the decision on a referral that was rated. */
export type ClockAsked =
  | { readonly name: PolicyClock }
  | { readonly name: 'RAG_TARGET'; readonly rag: Rag }
  | { readonly name: 'DECISION'; readonly rag: Rag };

/** When a clock is due that is not paused, and why. */
export type DueAnswer = {
  /** Its number in the hub's table of clocks, such as C2. */
  readonly ref: string;
  readonly limit: Limit;
  /** Where the limit comes from. */
  readonly source: string;
  readonly dueAt: Instant;
  /** Plain English; names dates and times only. */
  readonly sentence: string;
  /** Days between start and due that did not count. */
  readonly skipped: readonly SkippedDay[];
  /** Shares of the time after which the clock warns, and the rule's own alert, in order. */
  readonly warnings: readonly { readonly at: Instant; readonly share?: number }[];
};

/**
 * The same arithmetic as a running case, for a clock that begins at `start`.
 * @throws DomainError CALENDAR_EXHAUSTED when the calendar does not cover the time from start to due.
 * @throws NoTargetError when the rating sets no target.
 */
export function dueAnswer(
  asked: ClockAsked,
  start: Instant,
  edition: PolicyEdition,
  calendar: CalendarEdition,
): DueAnswer {
  const rules = { policy: referralPolicy(edition), calendar };
  if (asked.name === 'RAG_TARGET') return ratingAnswer(asked.rag, start, edition, rules);
  return 'rag' in asked
    ? ratedDecision(asked.rag, start, edition, rules)
    : clockAnswer(asked.name, start, edition, rules);
}

/** The edition sets no target for a rating, so there is nothing to compute. */
export class NoTargetError extends Error {
  override readonly name = 'NoTargetError';
}

function clockAnswer(name: PolicyClock, start: Instant, edition: PolicyEdition, rules: HubRules): DueAnswer {
  const { limit, source, alertAfter } = edition.clocks[name];
  const { dueAt: due, sentence, skipped } = explainDue(start, limit, rules);
  const alerts = alertAfter === undefined ? [] : [{ at: dueAt(start, alertAfter, rules) }];
  const warnings = [...warningsOf(start, due, limit, rules), ...alerts].sort((a, b) =>
    a.at < b.at ? -1 : 1,
  );
  return { ref: CLOCK_REFS[name], limit, source, dueAt: due, sentence, skipped, warnings };
}

/** A rating never allows more time than the decision has. */
function ratingAnswer(rag: Rag, start: Instant, edition: PolicyEdition, rules: HubRules): DueAnswer {
  const { targets, source } = edition.ragTargets;
  const target = targets[rag];
  if (target === null) throw new NoTargetError(`${edition.edition} sets no target for the rating ${rag}`);
  const { limit } = target;
  const own = explainDue(start, limit, rules);
  const decision = explainDue(start, edition.clocks.DECISION.limit, rules);
  const isCapped = decision.dueAt < own.dueAt;
  const { dueAt: due, skipped } = isCapped ? decision : own;
  const sentence = isCapped
    ? `The rating allows ${limitWords(limit)}, until ${dueWords(own.dueAt, rules.calendar)}; ` +
      `but never more than the decision has, so it is due with the decision. ${decision.sentence}`
    : own.sentence;
  const warnings = warningsOf(start, due, limit, rules);
  return { ref: 'C5', limit, source, dueAt: due, sentence, skipped, warnings };
}

/** A rated referral is decided by its target, which is never later than the statutory limit and does not move it. */
function ratedDecision(rag: Rag, start: Instant, edition: PolicyEdition, rules: HubRules): DueAnswer {
  const decision = clockAnswer('DECISION', start, edition, rules);
  if (edition.ragTargets.targets[rag] === null) return decision;
  const target = ratingAnswer(rag, start, edition, rules);
  const statutory = `The limit for every decision stays ${dueWords(decision.dueAt, rules.calendar)}.`;
  return { ...target, ref: decision.ref, sentence: `${target.sentence} ${statutory}` };
}

function warningsOf(start: Instant, due: Instant, { unit }: Limit, rules: HubRules) {
  return rules.policy.warningFractions.map((share) => ({
    share,
    at: atFraction(start, due, share, unit, rules),
  }));
}
