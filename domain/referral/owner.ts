import type { Instant } from '../instant.ts';
import { PATHWAYS } from './outcomes.ts';
import type { Owner } from './owner-team.ts';
import { takenOverBy } from './redirects.ts';
import { isClosed, latestDecision, type Referral } from './state.ts';

export { OWNER_TEAMS, type Owner, type OwnerTeam } from './owner-team.ts';

/**
 * Every owner a referral has had, in order; the first is the hub at receipt. Ownership moves only when the next one
 * acknowledges, so that there is exactly one at every instant.
 */
export function owners(referral: Referral): readonly [Owner, ...Owner[]] {
  const [first, ...others] = referral.heldSoFar ?? [hub(referral.receivedAt)];
  const last = others.at(-1);
  const moves = [...spellMoves(referral), ...receiverMoves(referral)]
    .filter(({ since }) => last === undefined || since > last.since)
    .toSorted((a, b) => (a.since < b.since ? -1 : Number(a.since > b.since)));
  return [first, ...others, ...moves];
}

/** Who answers for the child now; of a closed referral, whoever had it at the end. */
export function ownerOf(referral: Referral): Owner {
  const all = owners(referral);
  return all.at(-1) ?? all[0];
}

/** The hub, from an instant on. */
export function hub(since: Instant): Owner {
  return { team: 'HUB', role: 'TEAM_MANAGER', since };
}

function spellMoves(referral: Referral): Owner[] {
  const accepted = acceptedAt(referral);
  return (referral.outOfHours ?? []).flatMap(({ acknowledgedAt, endedAt }): Owner[] => {
    if (acknowledgedAt === undefined) return [];
    const held: Owner = { team: 'EDT', role: 'EMERGENCY_DUTY_TEAM', since: acknowledgedAt };
    // A receiver who accepted in the night keeps the child in the morning.
    const isBack =
      endedAt !== undefined && !(accepted !== undefined && acknowledgedAt <= accepted && accepted <= endedAt);
    return isBack ? [held, hub(endedAt)] : [held];
  });
}

function acceptedAt(referral: Referral): Instant | undefined {
  return 'handover' in referral && referral.handover?.status === 'ACCEPTED'
    ? referral.handover.acceptedAt
    : undefined;
}

function receiverMoves(referral: Referral): Owner[] {
  const decision = latestDecision(referral);
  if ('handover' in referral && referral.handover?.status === 'ACCEPTED' && decision !== undefined) {
    const { acceptedAt: since, receiver } = referral.handover;
    const role = PATHWAYS[decision.outcome].acceptedBy[0] ?? 'TEAM_MANAGER';
    return [{ team: 'RECEIVER', role, since, receiver }];
  }
  if (!isClosed(referral)) return [];
  const since = referral.closedAt;
  switch (referral.stage) {
    case 'REDIRECTED_ADULTS':
    case 'REDIRECTED_OTHER_LA': {
      const receiver = takenOverBy(referral)?.receiver;
      return receiver === undefined ? [] : [outside(receiver, since)];
    }
    case 'LINKED_TO_OPEN_CASE': {
      const receiver = referral.openCaseLink?.team;
      return receiver === undefined ? [] : [{ team: 'RECEIVER', role: 'SOCIAL_WORKER', since, receiver }];
    }
    case 'CLOSED_TRANSFERRED_OUT': {
      const receiver = referral.transfers?.at(-1)?.to;
      return receiver === undefined ? [] : [outside(receiver, since)];
    }
    default:
      return [];
  }
}

function outside(receiver: string, since: Instant): Owner {
  return { team: 'RECEIVER', role: 'AGENCY_REPRESENTATIVE', since, receiver };
}
