import { followOnLinks } from '../../api/follow-ons/of-referral.ts';
import { mayObject } from '../../api/follow-ons/open-dispute.ts';
import { convenes } from '../../api/follow-ons/open-protection.ts';
import type { FollowOnLink } from '../../domain/referral/follow-ons.ts';
import { needsNewDecision } from '../../domain/referral/reopen.ts';
import { latestDecision } from '../../domain/referral/state.ts';
import { dueWords } from '../../domain/words.ts';
import type { CaseFile } from './case.ts';
import { caseRow } from './follow-on.ts';
import { CALLED_FOR_WORDS, FOLLOW_ON_WORDS } from './follow-on-labels.ts';
import { codeWords } from './labels.ts';

/** What came of the decisions: each case with who answers for it, and what people may begin beside it. */
export function afterDecisionView(file: CaseFile) {
  const { referral, cases, actor, now } = file;
  const { decisionCall } = referral;
  return {
    isDecided: latestDecision(referral) !== undefined,
    called:
      decisionCall !== undefined && needsNewDecision(referral)
        ? CALLED_FOR_WORDS[decisionCall.because]
        : undefined,
    rows: followOnLinks(referral, cases, now)
      .filter((link) => link.caseId === undefined || cases.some(({ caseId }) => caseId === link.caseId))
      .map((link) => rowOf(link, file)),
    convene: convenes(actor) ? `/child-protection/new?referralRef=${referral.referralRef}` : undefined,
    dispute: disputeAddress(file),
  };
}

/** Where somebody disagrees with the decision; undefined before there is one, and for who disputes nothing. */
export function disputeAddress({ referral, actor }: CaseFile): string | undefined {
  return latestDecision(referral) !== undefined && mayObject(actor)
    ? `/disputes/new?referralRef=${referral.referralRef}`
    : undefined;
}

function rowOf({ kind, caseId, decisionNo, agency, outcome }: FollowOnLink, file: CaseFile) {
  const { cases, agencies, now, rules } = file;
  const row = cases.find((one) => one.caseId === caseId);
  const follows = decisionNo === undefined ? undefined : `Follows decision ${decisionNo}`;
  const asked = agency === undefined ? undefined : (agencies.get(agency)?.name ?? codeWords(agency));
  if (row === undefined) return { kind: FOLLOW_ON_WORDS[kind], follows, stage: 'Being begun', owner: asked };
  const shown = caseRow(row, now, (at) => dueWords(at, rules.calendar));
  return {
    ...shown,
    follows,
    owner: shown.isOpen ? shown.owner : undefined,
    outcome: outcome === undefined || outcome === row.stage ? undefined : codeWords(outcome),
  };
}
