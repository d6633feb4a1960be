import type { CaseToOpen, CaseToTell } from '../case.ts';
import type { Opening } from '../follow-on/openings.ts';
import type { FollowOnName, FollowOnOpening } from '../follow-on/state.ts';
import { followOnStream } from '../follow-on/stream.ts';
import type { Instant } from '../instant.ts';
import type { HubRules } from '../policy.ts';
import { referralStream } from '../streams.ts';
import type { Outcome } from '../vocabulary.ts';
import type { ReferralEvent } from './events.ts';
import type { FollowOnEventOfReferral, FollowOnLink } from './follow-ons.ts';
import { linksOf } from './follow-on-rules.ts';
import { PATHWAYS } from './outcomes.ts';
import type { Decision, Referral } from './state.ts';
import { latestDecision } from './state.ts';

/** The kind of case that follows each outcome; nothing follows the others. */
const FOLLOWED_BY: Readonly<Partial<Record<Outcome, FollowOnName>>> = {
  SINGLE_AGENCY: 'AGENCY_ACTION',
  EARLY_HELP: 'EARLY_HELP',
  ASSESSMENT_S17: 'ASSESSMENT',
  STRATEGY_S47: 'CHILD_PROTECTION',
};

/** What a decision begins. Nothing under rules from before the hub followed its decisions. */
export function followOnAsked(
  { referralRef }: Referral,
  { outcome, no }: Decision,
  receiver: string | undefined,
  { now, rules }: { readonly now: Instant; readonly rules: HubRules },
): FollowOnEventOfReferral[] {
  const kind = FOLLOWED_BY[outcome];
  if (rules.policy.beginsFollowOns === undefined || kind === undefined) return [];
  const agency = receiver ?? PATHWAYS[outcome].receiver;
  const key = `${referralRef}/follow-on/${no}`;
  return [
    {
      type: 'FollowOnAsked',
      occurredAt: now,
      kind,
      key,
      decisionNo: no,
      ...(agency !== undefined && { agency }),
    },
  ];
}

const RETURNED_TO_AGENCY: readonly Outcome[] = ['NFA', 'ADVICE_SIGNPOST'];

/**
 * Once an agency has heard that nothing follows its referral, it is asked whether that was appropriate.
 * @see Stockton Cabinet, 16 March 2017: counts per agency (C30).
 */
export function appropriatenessAsked(
  referral: Referral,
  events: readonly ReferralEvent[],
  { now, rules }: { readonly now: Instant; readonly rules: HubRules },
): FollowOnEventOfReferral[] {
  const decision = latestDecision(referral);
  const { referralRef, agency } = referral;
  if (rules.policy.beginsFollowOns === undefined || decision === undefined || agency === undefined) return [];
  const isHeard = events.some(({ type }) => type === 'FeedbackSent');
  if (!isHeard || !RETURNED_TO_AGENCY.includes(decision.outcome)) return [];
  const key = `${referralRef}/appropriateness/${decision.no}`;
  if (linksOf(referral).some((link) => link.key === key)) return [];
  return [
    { type: 'FollowOnAsked', occurredAt: now, kind: 'AGENCY_ACTION', key, decisionNo: decision.no, agency },
  ];
}

/** What the referral owes to the cases that follow it, and they have not had yet. */
export function followOnDeliveries(referral: Referral): (CaseToOpen | CaseToTell)[] {
  const told = new Set(referral.followOnsTold ?? []);
  return [...toOpen(referral), ...toTell(referral).filter(({ key }) => !told.has(key))];
}

function toOpen(referral: Referral): CaseToOpen[] {
  const { contactRef } = referral;
  return linksOf(referral).flatMap((link): CaseToOpen[] => {
    const opening = link.caseId === undefined ? openingOf(referral, link) : undefined;
    return opening === undefined ? [] : [{ key: opening.key, message: 'CASE_TO_OPEN', contactRef, opening }];
  });
}

function openingOf(
  referral: Referral,
  { kind, key, decisionNo, agency = '' }: FollowOnLink,
): Opening | undefined {
  const decision = decisionsOf(referral).find(({ no }) => no === decisionNo);
  if (key === undefined || decision === undefined) return undefined;
  const common = { ...commonOf(referral), key, decisionNo: decision.no };
  const { rationale, agreement, decidedAt } = decision;
  switch (kind) {
    case 'ASSESSMENT':
      return { ...common, kind, receiver: agency, withS47: false, reason: rationale };
    case 'CHILD_PROTECTION':
      return {
        ...common,
        kind,
        reasonableCauseAt: decidedAt,
        urgency: referral.rating?.rag === 'RED' ? 'SAME_DAY' : 'ORDINARY',
        reason: rationale,
      };
    case 'EARLY_HELP': {
      const familyAgreed = agreement === 'GIVEN';
      return {
        ...common,
        kind,
        route: 'DECISION',
        receiver: agency,
        familyAgreed,
        heldBy: 'HUB',
        reason: rationale,
      };
    }
    case 'AGENCY_ACTION': {
      const isQuestion = key.includes('/appropriateness/');
      return isQuestion
        ? { ...common, kind, purpose: 'APPROPRIATENESS', agency }
        : { ...common, kind, purpose: 'ACTION', agency, what: rationale };
    }
    case 'DISPUTE':
      return undefined;
  }
}

function commonOf(referral: Referral): Omit<FollowOnOpening, 'kind' | 'key'> {
  const { contactRef, referralRef, localAuthority, receivedAt } = referral;
  return {
    contactRef,
    referralRefs: [referralRef],
    localAuthority,
    receivedAt,
    from: referralStream(referralRef),
  };
}

function decisionsOf(referral: Referral): readonly Decision[] {
  return ('decisions' in referral ? referral.decisions : undefined) ?? [];
}

/**
 * The case that follows is told that the receiving team has accepted here. Those of earlier decisions are told that
 * they were overtaken, once whoever is next has the child, or at once where nobody is next.
 */
function toTell(referral: Referral): CaseToTell[] {
  const { contactRef, referralRef } = referral;
  const decision = latestDecision(referral);
  const handover = 'handover' in referral ? referral.handover : undefined;
  if (decision === undefined || handover === undefined) return [];
  const links = linksOf(referral).filter(
    ({ kind, key, caseId, endedAt }) =>
      kind !== 'DISPUTE' && key !== undefined && caseId !== undefined && endedAt === undefined,
  );
  const to = (link: FollowOnLink) => followOnStream(link.kind, link.caseId ?? '');
  const current = links.find(
    ({ decisionNo, key }) => decisionNo === decision.no && !key?.includes('/appropriateness/'),
  );
  const accepted: CaseToTell[] =
    current !== undefined && current.acceptedAt === undefined && handover.status === 'ACCEPTED'
      ? [
          {
            key: `${referralRef}/accepted/${decision.no}`,
            message: 'CASE_TO_TELL',
            contactRef,
            to: to(current),
            command: {
              type: 'noteAccepted',
              receiver: handover.receiver,
              acceptedBy: handover.acceptedBy,
              acceptedAt: handover.acceptedAt,
            },
          },
        ]
      : [];
  const isSettled = handover.status !== 'AWAITED';
  const overtaken = isSettled
    ? links.filter(({ decisionNo = 0, caseId }) => decisionNo < decision.no && caseId !== current?.caseId)
    : [];
  return [
    ...accepted,
    ...overtaken.map(
      (link): CaseToTell => ({
        key: `${referralRef}/superseded/${decision.no}/${link.caseId}`,
        message: 'CASE_TO_TELL',
        contactRef,
        to: to(link),
        command: {
          type: 'noteSuperseded',
          decisionNo: decision.no,
          referralRef,
          ...(current?.caseId !== undefined && { followedBy: current.caseId }),
        },
      }),
    ),
  ];
}
