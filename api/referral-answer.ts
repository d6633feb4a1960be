import type { z } from 'zod';
import type { Actor } from '../domain/actor.ts';
import type { ClockExplanation } from '../domain/clock-explanation.ts';
import type { Instant } from '../domain/instant.ts';
import { MARK_RULES } from '../domain/marks.ts';
import type { History } from '../domain/matching/history.ts';
import type { HubRules } from '../domain/policy.ts';
import { openClarification } from '../domain/referral/clarification.ts';
import { allowedActions } from '../domain/referral/guards.ts';
import { nextAction } from '../domain/referral/next-action.ts';
import { type Decision, isUndecided, type Referral } from '../domain/referral/state.ts';
import type { SealedText } from '../domain/sealed-text.ts';
import { referralStream } from '../domain/streams.ts';
import { clockAnswer } from './clock-answer.ts';
import { statusForReferrer } from './contact-answer.ts';
import type { FollowOnRow } from './follow-ons/listing.ts';
import { afterDecision } from './follow-ons/of-referral.ts';
import { contactLink, familyLink, referralLink, temporalUiLink } from './links.ts';
import { opened } from './opened-words.ts';
import { elsewhereAnswer, elsewhereSeals } from './elsewhere-answer.ts';
import { historyAnswer } from './people-answer.ts';
import { isOutside } from './permissions.ts';
import type { DecisionAnswer, ReferralAnswer, ReferralStatus } from './schemas/referral.ts';
import type { Services } from './services.ts';
import { triageAnswer, triageSeals } from './triage-answer.ts';

/** What is known about a referral beside its state; nothing of it is in the answer to a command. */
export type CaseWords = {
  readonly child?: { readonly displayName: string; readonly dateOfBirth?: string };
  /** Opened texts by id of their seal. */
  readonly texts: ReadonlyMap<string, unknown>;
  /** Why the rating in force was given. */
  readonly ratingReason?: SealedText;
  /** What earlier contacts about the child mean. */
  readonly history?: History;
  /** Every clock explained, by id. */
  readonly explanations: ReadonlyMap<string, ClockExplanation>;
  /** Cases about the child as they stand, where they were read. */
  readonly cases?: readonly FollowOnRow[];
  /** The hub's rules now, where they were read. */
  readonly rules?: HubRules;
};

export type ReferralView = {
  readonly referral: Referral;
  readonly actor: Actor;
  readonly asOf: Instant;
  /** Whether this is the present; a view of the past allows nothing. */
  readonly isCurrent: boolean;
};

export const NO_WORDS: CaseWords = { texts: new Map(), explanations: new Map() };

/** A referral as its reader may see it: staff see the case, anyone else how it stands. */
export function referralAnswer(
  services: Services,
  view: ReferralView,
  words: CaseWords = NO_WORDS,
): z.output<typeof ReferralAnswer> | z.output<typeof ReferralStatus> {
  return isOutside(view.actor) ? statusAnswer(view, words) : caseAnswer(services, view, words);
}

function statusAnswer(
  { referral, actor, asOf, isCurrent }: ReferralView,
  words: CaseWords,
): z.output<typeof ReferralStatus> {
  const { referralRef, contactRef, version } = referral;
  const asked = isUndecided(referral) ? openClarification(referral) : undefined;
  return {
    referralRef,
    contactRef,
    version,
    status: statusForReferrer(referral),
    allowedActions: isCurrent ? allowedActions(referral, actor) : [],
    ...(asked && {
      question: { no: asked.no, askedAt: asked.askedAt, ...opened(words, { question: asked.question }) },
    }),
    asOf,
  };
}

function caseAnswer(
  services: Services,
  { referral, actor, asOf, isCurrent }: ReferralView,
  words: CaseWords,
): z.output<typeof ReferralAnswer> {
  const {
    referralRef,
    contactRef,
    marks,
    clocks,
    rating,
    withdrawalRequest,
    clarifications: _clarifications,
    ratingProposal: _ratingProposal,
    agreements: _agreements,
    lawfulBases: _lawfulBases,
    checksWithoutKnowledge: _checksWithoutKnowledge,
    allegation: _allegation,
    restriction: _restriction,
    brokenGlass: _brokenGlass,
    followOns: _followOns,
    followOnsTold: _followOnsTold,
    decisionCall: _decisionCall,
    heldSoFar: _heldSoFar,
    ...facts
  } = referral;
  const next = nextAction(referral);
  return {
    ...facts,
    ...triageAnswer(referral, words, asOf),
    ...elsewhereAnswer(referral, words),
    ...afterDecision(referral, words, asOf),
    referralRef,
    contactRef,
    marks: marks.map((rule) => ({ rule, words: MARK_RULES[rule] })),
    flags: [...(referral.flags ?? [])],
    ...(words.child && { child: words.child }),
    ...(words.history && { history: historyAnswer(words.history) }),
    ...(rating && { rating: { ...rating, ...opened(words, { reason: words.ratingReason }) } }),
    decisions: ('decisions' in referral ? (referral.decisions ?? []) : []).map((decision) =>
      decisionAnswer(decision, words),
    ),
    ...(withdrawalRequest && {
      withdrawalRequest: {
        requestedAt: withdrawalRequest.requestedAt,
        requestedBy: withdrawalRequest.requestedBy,
        ...opened(words, { reason: withdrawalRequest.reason }),
      },
    }),
    clocks: clocks.map((clock) => clockAnswer(clock, referral, asOf, words)),
    ...(next && isCurrent && { nextAction: next }),
    allowedActions: isCurrent ? allowedActions(referral, actor) : [],
    asOf,
    links: {
      self: referralLink(referralRef),
      contact: contactLink(contactRef),
      ledger: `${referralLink(referralRef)}/ledger`,
      history: `${referralLink(referralRef)}/history`,
      family: familyLink(contactRef),
      temporalUi: temporalUiLink(services, referralStream(referralRef)),
    },
  };
}

function decisionAnswer(decision: Decision, words: CaseWords): z.output<typeof DecisionAnswer> {
  const { rationale, evidenceConsidered, childsVoice, agenciesMissing, ...others } = decision;
  const { withoutAgreement, dissent, interimSafety, whatIsDifferent, ...facts } = others;
  return {
    ...facts,
    agenciesMissing: [...agenciesMissing],
    ...opened(words, {
      rationale,
      evidenceConsidered,
      childsVoice,
      withoutAgreement,
      dissent,
      interimSafety,
      whatIsDifferent,
    }),
  };
}

/** Every seal in a referral, to be opened at once. */
export function sealsOf(referral: Referral, ratingReason: SealedText | undefined): string[] {
  const decisions = 'decisions' in referral ? (referral.decisions ?? []) : [];
  const seals = [
    ratingReason,
    referral.withdrawalRequest?.reason,
    referral.decisionCall?.reason,
    ...referral.clocks.flatMap(({ pauses = [] }) => pauses.map(({ reason }) => reason)),
    ...triageSeals(referral),
    ...elsewhereSeals(referral),
    ...decisions.flatMap((it) => [
      it.rationale,
      it.evidenceConsidered,
      it.childsVoice,
      it.withoutAgreement,
      it.dissent,
      it.interimSafety,
      it.whatIsDifferent,
    ]),
  ];
  return seals.flatMap((seal) => (seal === undefined ? [] : [seal.id]));
}
