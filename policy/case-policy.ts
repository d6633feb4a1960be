import type { EscalationStep, FollowOnRules, HubPolicy, Limit, TriageRules } from '../domain/policy.ts';
import {
  type ClockKind,
  FOLLOW_ON_CLOCKS,
  HUB_CLOCKS,
  LIMITED_FOLLOW_ON_CLOCKS,
  OCCASIONAL_CLOCKS,
  type OccasionalClock,
  RAGS,
  type Rag,
  type ReceiptClock,
} from '../domain/vocabulary.ts';
import type { PolicyEdition } from './policy-edition.ts';

/** The part of an edition that a referral takes along: its own clocks, and who hears when they are late. */
export function referralPolicy(edition: PolicyEdition): HubPolicy {
  return { ...slice(edition, HUB_CLOCKS), triage: triageRules(edition), beginsFollowOns: true };
}

/** The part that a case takes along that follows a decision. */
export function followOnPolicy(edition: PolicyEdition): HubPolicy {
  const { clocks, ...rest } = slice(edition, FOLLOW_ON_CLOCKS);
  const limits = LIMITED_FOLLOW_ON_CLOCKS.flatMap((kind) => {
    const rule = edition.clocks[kind];
    return rule === undefined ? [] : [[kind, { limit: rule.limit, source: rule.source }] as const];
  });
  return { ...rest, clocks: { ...clocks, ...Object.fromEntries(limits) }, followOn: followOnRules(edition) };
}

function followOnRules({ clocks, disputes, familyContact, icpcStart, quorum }: PolicyEdition): FollowOnRules {
  const alerts = LIMITED_FOLLOW_ON_CLOCKS.flatMap((kind) => {
    const after = clocks[kind]?.alertAfter;
    return after === undefined ? [] : [[kind, after] as const];
  });
  return {
    quorum: quorum.agencies,
    icpcFrom: icpcStart.from,
    disputes: {
      stages: disputes.stages.map(({ stage, who, limit }) => ({ stage, who, limit })),
      urgent: disputes.urgent.limit,
      tellPartnershipFrom: disputes.tellPartnershipFrom ?? 2,
    },
    contactAttempts: familyContact?.attempts ?? 2,
    alertAfter: Object.fromEntries(alerts),
  };
}

/** What every kind of case takes along, with the ladders and pauses of its own kinds of clock. */
function slice(edition: PolicyEdition, kinds: readonly ClockKind[]) {
  const daily = ladderOf('DECISION', edition).map(({ to }) => to);
  const ladders = kinds
    .map((kind) => [kind, ladderOf(kind, edition)] as const)
    .filter(([, ladder]) => !climbsDaily(ladder, daily));
  const pausable = kinds.filter((kind) => ruleOf(kind, edition).mayPause);
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
    ...(ladders.length > 0 && { ladders: Object.fromEntries(ladders) }),
    ...(pausable.length > 0 && { pausable }),
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
    case 'DISPUTE_STAGE':
    case 'DISPUTE_URGENT':
      return { mayPause: false, ladder: clocks.DECISION.ladder };
    case 'PLAN_ACTION':
      return { mayPause: false, ladder: clocks.AGENCY_ACTION.ladder };
    case 'HANDOVER_ACCEPTANCE':
      return clocks[kind] ?? { mayPause: false, ladder: clocks.DECISION.ladder };
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
