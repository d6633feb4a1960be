import type { EscalationStep, HubPolicy, Limit, TriageRules } from '../domain/policy.ts';
import {
  CLOCK_KINDS,
  type ClockKind,
  OCCASIONAL_CLOCKS,
  type OccasionalClock,
  RAGS,
  type Rag,
  type ReceiptClock,
} from '../domain/vocabulary.ts';
import type { PolicyEdition } from './policy-edition.ts';

/** The part of an edition that a referral takes along: its own clocks, and who hears when they are late. */
export function referralPolicy(edition: PolicyEdition): HubPolicy {
  const ladders = Object.fromEntries(CLOCK_KINDS.map((kind) => [kind, ladderOf(kind, edition)])) as Record<
    ClockKind,
    readonly EscalationStep[]
  >;
  const daily = ladders.DECISION.map(({ to }) => to);
  const others = CLOCK_KINDS.filter((kind) => !climbsDaily(ladders[kind], daily));
  const pausable = CLOCK_KINDS.filter((kind) => ruleOf(kind, edition).mayPause);
  return {
    edition: edition.edition,
    effectiveFrom: edition.effectiveFrom,
    openingHours: edition.openingHours.week,
    oneWorkingDay: edition.oneWorkingDay.mode,
    clocks: {
      ACKNOWLEDGEMENT: limitAndSource(edition, 'ACKNOWLEDGEMENT'),
      DECISION: limitAndSource(edition, 'DECISION'),
      FEEDBACK: limitAndSource(edition, 'FEEDBACK'),
      ...Object.fromEntries(OCCASIONAL_CLOCKS.map((kind) => [kind, limitAndSource(edition, kind)])),
    },
    ragTargets: Object.fromEntries(
      RAGS.map((rag) => [rag, edition.ragTargets.targets[rag]?.limit ?? null]),
    ) as Record<Rag, Limit | null>,
    ragTargetsSource: edition.ragTargets.source,
    warningFractions: edition.warnings.fractions,
    escalationLadder: daily,
    ...(others.length > 0 && { ladders: Object.fromEntries(others.map((kind) => [kind, ladders[kind]])) }),
    ...(pausable.length > 0 && { pausable }),
    triage: triageRules(edition),
  };
}

function triageRules({
  clarification,
  agreement,
  agencyRequests,
  repeats,
  fourEyes,
}: PolicyEdition): TriageRules {
  const { share, remindAt, leadAt, higherLevels, longStop } = agencyRequests;
  const { reReferralMonths, thresholdReviewAt, lowLevelContacts } = repeats;
  return {
    clarification: { attempts: clarification.attempts, within: clarification.within },
    agreement: agreement.routes,
    agencyRequests: { share, remindAt, leadAt, higherLevels, longStop, followReferral: true },
    repeats: { reReferralMonths, thresholdReviewAt, lowLevelContacts },
    ...(fourEyes && { fourEyes: { outcomes: fourEyes.outcomes, ratings: fourEyes.ratings } }),
    sources: {
      clarification: clarification.source,
      agreement: agreement.source,
      agencyRequests: agencyRequests.source,
    },
  };
}

function ruleOf(kind: ClockKind, { agencyRequests, clocks, ragTargets }: PolicyEdition) {
  switch (kind) {
    case 'RAG_TARGET':
      return ragTargets;
    case 'AGENCY_CHECK':
      return { mayPause: agencyRequests.mayPause, ladder: clocks.DECISION.ladder };
    case 'ANSWER_LONG_STOP':
      return { mayPause: false, ladder: clocks.DECISION.ladder };
    default:
      return clocks[kind];
  }
}

function ladderOf(kind: ClockKind, edition: PolicyEdition): readonly EscalationStep[] {
  const { ladder } = ruleOf(kind, edition);
  const steps = edition.ladders[ladder]?.steps;
  if (steps === undefined) throw new Error(`policy ${edition.edition} has no ladder ${ladder}`);
  return steps.map(({ to, nextAfter }) => ({ to, nextAfter }));
}

/** Whether a ladder is the short form: these roles, one working day apart. */
function climbsDaily(ladder: readonly EscalationStep[], roles: readonly string[]): boolean {
  return (
    ladder.length === roles.length &&
    ladder.every(
      ({ to, nextAfter: { amount, unit, at } }, step) =>
        to === roles[step] && amount === 1 && unit === 'WD' && at === undefined,
    )
  );
}

function limitAndSource({ clocks }: PolicyEdition, kind: ReceiptClock | OccasionalClock) {
  const { limit, source } = clocks[kind];
  return { limit, source };
}
