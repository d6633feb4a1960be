import type { JoinDelivery } from '../case.ts';
import { DomainError } from '../errors.ts';
import { amendedFeedbackClock, stopClocks } from './clock-keeping.ts';
import type { Context } from './context.ts';
import type { ReferralEvent } from './events.ts';
import type { Contributor, JoiningCommand, JoiningEvent } from './joining.ts';
import { isLinked } from './linking-rules.ts';
import type { Matter } from './matter.ts';
import { DECIDING_ROLES } from './outcomes.ts';
import { isClosed, isUndecided, latestDecision, type Referral } from './state.ts';

type CommandOf<Type extends JoiningCommand['type']> = Extract<JoiningCommand, { type: Type }>;

/** Several sources about one incident: one decision, and each source is acknowledged and told for itself. */
export const joining: Matter<JoiningCommand, JoiningEvent> = {
  permitted: {
    joinReferral: ['SOCIAL_WORKER', ...DECIDING_ROLES],
    leaveReferral: ['SOCIAL_WORKER', ...DECIDING_ROLES],
    admitContributor: ['SYSTEM'],
    noteJoinedDecision: ['SYSTEM'],
    noteJoinedEnd: ['SYSTEM'],
  },
  obstacle(referral, action) {
    switch (action) {
      case 'joinReferral':
        if (!isUndecided(referral)) {
          return new DomainError('ALREADY_DECIDED', 'A referral joins another before it is decided');
        }
        return isLinked(referral) || (referral.contributors ?? []).length > 0
          ? new DomainError('ALREADY_LINKED', 'The referral is linked to an open case or another referral')
          : undefined;
      case 'leaveReferral':
        return isUndecided(referral) && referral.joined !== undefined
          ? undefined
          : new DomainError('NO_LINK_OPEN', 'The referral waits for no other');
      case 'admitContributor':
      case 'noteJoinedDecision':
      case 'noteJoinedEnd':
        return undefined;
    }
  },
  accept(referral, command, context) {
    const { actor, now } = context;
    switch (command.type) {
      case 'joinReferral': {
        const { to, reason } = command;
        if (to === referral.referralRef) {
          throw new DomainError('OTHER_REFERRAL_NEEDED', 'Name the referral that told of it first', 'to');
        }
        return [{ type: 'ReferralJoined', occurredAt: now, to, reason, joinedBy: actor.userId }];
      }
      case 'leaveReferral':
        return [{ type: 'ReferralLeft', occurredAt: now, reason: command.reason, leftBy: actor.userId }];
      case 'admitContributor': {
        const { referralRef } = command;
        const isKnown = contributorOf(referral, referralRef) !== undefined;
        return isKnown ? [] : [{ type: 'ContributorAdmitted', occurredAt: now, referralRef }];
      }
      case 'noteJoinedDecision':
        return decidedTogether(referral, command, context);
      case 'noteJoinedEnd':
        return isUndecided(referral) && referral.joined?.to === command.from
          ? [{ type: 'JoinEnded', occurredAt: now, from: command.from }]
          : [];
    }
  },
  apply(referral, event) {
    switch (event.type) {
      case 'ReferralJoined': {
        const { to, occurredAt: joinedAt, joinedBy } = event;
        const no = (referral.joins ?? 0) + 1;
        return { ...referral, joins: no, joined: { to, no, joinedAt, joinedBy } };
      }
      case 'ReferralLeft':
      case 'JoinEnded': {
        const { joined: _left, ...rest } = referral;
        return rest;
      }
      case 'JoinAdmitted':
        return referral.joined?.to === event.to
          ? { ...referral, joined: { ...referral.joined, admittedAt: event.occurredAt } }
          : referral;
      case 'ContributorAdmitted': {
        const { referralRef } = event;
        return { ...referral, contributors: [...(referral.contributors ?? []), { referralRef }] };
      }
      case 'ContributorTold':
        return told(referral, event);
    }
  },
};

/** The decision of the referral it joined is its own, too; the child is handed over there and not a second time. */
function decidedTogether(
  referral: Referral,
  { from, decision }: CommandOf<'noteJoinedDecision'>,
  { now, rules }: Context,
): ReferralEvent[] {
  if (isClosed(referral) || referral.joined?.to !== from) return [];
  const { supersedes: _supersedes, ...made } = decision;
  const earlier = latestDecision(referral)?.no;
  return [
    {
      type: 'DecisionMade',
      occurredAt: now,
      decision: {
        ...made,
        no: (earlier ?? 0) + 1,
        decidedAt: now,
        ...(earlier !== undefined && { supersedes: earlier }),
      },
      joinedTo: from,
    },
    ...stopClocks(referral, ['DECISION', 'RAG_TARGET', 'OPEN_CASE_CONFIRMATION'], 'DECIDED', now, rules),
    ...(referral.referrerReach === 'UNREACHABLE'
      ? [{ type: 'FeedbackWithheld', occurredAt: now, reason: 'ANONYMOUS_REFERRER' } as const]
      : amendedFeedbackClock(referral, now, rules)),
  ];
}

function contributorOf({ contributors = [] }: Referral, referralRef: string): Contributor | undefined {
  return contributors.find((one) => one.referralRef === referralRef);
}

function told(referral: Referral, event: Extract<JoiningEvent, { type: 'ContributorTold' }>): Referral {
  const { decisionNo, occurredAt: releasedAt } = event;
  const contributors = referral.contributors?.map((one) => {
    if (one.referralRef !== event.referralRef) return one;
    return decisionNo === undefined ? { ...one, releasedAt } : { ...one, toldNo: decisionNo };
  });
  return { ...referral, ...(contributors && { contributors }) };
}

/** What the referrals of one incident owe each other now. */
export function joinDeliveries(referral: Referral): JoinDelivery[] {
  const { referralRef, contactRef, joined, contributors = [] } = referral;
  const base = { referralRef, contactRef };
  const owed: JoinDelivery[] = [];
  if (joined !== undefined && joined.admittedAt === undefined && isUndecided(referral)) {
    const { to, no } = joined;
    owed.push({ ...base, key: `${referralRef}/join/${no}`, message: 'JOIN_TO_ADMIT', to });
  }
  const decision = latestDecision(referral);
  for (const { referralRef: to, toldNo, releasedAt } of contributors) {
    if (decision !== undefined && toldNo !== decision.no) {
      const key = `${referralRef}/joined-decision/${decision.no}/${to}`;
      owed.push({ ...base, key, message: 'DECISION_TO_SHARE', to, decision });
    }
    if (decision === undefined && isClosed(referral) && releasedAt === undefined) {
      owed.push({ ...base, key: `${referralRef}/joined-end/${to}`, message: 'END_TO_SHARE', to });
    }
  }
  return owed;
}

/** What the answer of the other referral makes of this one. `isTaken` is false when the other had ended. */
export function joinDelivered(
  delivery: JoinDelivery,
  isTaken: boolean,
  { now }: Pick<Context, 'now'>,
): ReferralEvent[] {
  const { to } = delivery;
  switch (delivery.message) {
    case 'JOIN_TO_ADMIT':
      return [
        isTaken
          ? { type: 'JoinAdmitted', occurredAt: now, to }
          : { type: 'JoinEnded', occurredAt: now, from: to },
      ];
    case 'DECISION_TO_SHARE':
      return [
        { type: 'ContributorTold', occurredAt: now, referralRef: to, decisionNo: delivery.decision.no },
      ];
    case 'END_TO_SHARE':
      return [{ type: 'ContributorTold', occurredAt: now, referralRef: to }];
  }
}
