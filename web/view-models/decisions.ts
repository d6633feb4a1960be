import { SYSTEM_ACTOR } from '../../domain/actor.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { dueWords } from '../../domain/words.ts';
import type { ReferralRow } from '../queries/referrals.ts';
import { AGREEMENT_LABELS, codeWords, LEVEL_LABELS, OUTCOME_LABELS } from './labels.ts';
import { actorWords } from './people.ts';
import type { TimelineContext } from './timeline.ts';
import { wordsOf } from './words-written.ts';

/** Every decision with its reasons, the one in force first. */
export function decisionsView(
  referral: Referral,
  rows: readonly ReferralRow[],
  { calendar, written, people }: TimelineContext,
) {
  const decisions = 'decisions' in referral ? (referral.decisions ?? []) : [];
  return decisions
    .map((decision, index) => ({
      no: decision.no,
      isInForce: index === decisions.length - 1,
      outcome: OUTCOME_LABELS[decision.outcome],
      level: LEVEL_LABELS[decision.level],
      agreement: AGREEMENT_LABELS[decision.agreement],
      rationale: wordsOf(decision.rationale, written),
      evidenceConsidered: wordsOf(decision.evidenceConsidered, written),
      childsVoice: decision.childsVoice && wordsOf(decision.childsVoice, written),
      withoutAgreement: decision.withoutAgreement && wordsOf(decision.withoutAgreement, written),
      dissent: decision.dissent && wordsOf(decision.dissent, written),
      interimSafety: decision.interimSafety && wordsOf(decision.interimSafety, written),
      whatIsDifferent: decision.whatIsDifferent && wordsOf(decision.whatIsDifferent, written),
      agenciesMissing: decision.agenciesMissing.map(codeWords).join(', '),
      decided: dueWords(decision.decidedAt, calendar),
      by: actorWords(decider(rows, decision.no), people),
    }))
    .toReversed();
}

export type DecisionView = ReturnType<typeof decisionsView>[number];

function decider(rows: readonly ReferralRow[], no: number) {
  const row = rows.find(({ event }) => event.type === 'DecisionMade' && event.decision.no === no);
  return row?.actor ?? SYSTEM_ACTOR;
}
