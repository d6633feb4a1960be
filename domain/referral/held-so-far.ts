import type { ReferralEvent } from './events.ts';
import type { FollowOnLink } from './follow-ons.ts';
import { hub, owners } from './owner.ts';
import { needsNewDecision } from './reopen.ts';
import { latestDecision, type Referral } from './state.ts';

/**
 * The referral after an event, with everybody written down who has answered for the child so far, where a decision is
 * called for or made anew: what is decided next tells no other past. Whoever took the child over keeps it until the
 * next one accepts; once what followed is over, the hub has it again.
 */
export function keepingOwners(before: Referral, after: Referral, event: ReferralEvent): Referral {
  if (!mayMoveBack(after, event)) return after;
  const held = owners(before);
  if (!held.some(({ team }) => team === 'RECEIVER')) return after;
  const isWithReceiver = held.at(-1)?.team === 'RECEIVER';
  const [first, ...others] = held;
  const back = isWithReceiver && isOver(before, after) ? [hub(event.occurredAt)] : [];
  return { ...after, heldSoFar: [first, ...others, ...back] };
}

function mayMoveBack(after: Referral, { type }: ReferralEvent): boolean {
  switch (type) {
    case 'DecisionCalledFor':
    case 'DecisionMade':
      return true;
    case 'FollowOnNewsNoted':
      return after.stage === 'DECIDED' && (after.handover.status === 'AWAITED' || needsNewDecision(after));
    default:
      return false;
  }
}

/** Whether whoever took the child over has nothing more to do with it. */
function isOver(before: Referral, after: Referral): boolean {
  // Who it was sent to, or linked to, took it over without a decision; opened again, it is the hub's.
  if (!('handover' in before) || before.handover === undefined || before.handover.status === 'NOT_NEEDED') {
    return true;
  }
  if ('handover' in after && after.handover?.status === 'NOT_NEEDED') return true;
  const followed = (after.followOns ?? []).filter((link) => hasFollowed(after, link));
  return followed.length > 0 && followed.every(({ endedAt }) => endedAt !== undefined);
}

/** A case that follows a decision that was handed over, and not the one that waits to be. */
function hasFollowed(referral: Referral, { kind, key, caseId, decisionNo }: FollowOnLink): boolean {
  const isAwaited = 'handover' in referral && referral.handover?.status === 'AWAITED';
  const isNext = isAwaited && decisionNo === latestDecision(referral)?.no;
  const isBeside = kind === 'DISPUTE' || key?.includes('/appropriateness/') === true;
  return caseId !== undefined && decisionNo !== undefined && !isNext && !isBeside;
}
