import { isCounting } from '../clock.ts';
import type { CaseStanding, NoClockReason } from '../invariant.ts';
import { nextAction, waitsFor } from './next-action.ts';
import { ownerOf } from './owner.ts';
import type { Referral } from './state.ts';

/** What an open referral says of itself: who answers for it, what time runs, and what is next. */
export function standingOf(referral: Referral): CaseStanding {
  const whyNoClock = whyNoClockRuns(referral);
  const next = nextAction(referral)?.action ?? waitsFor(referral);
  return {
    owners: ownersNow(referral),
    clocks: referral.clocks,
    ...(whyNoClock !== undefined && { whyNoClock }),
    ...(next !== undefined && { next }),
  };
}

/** A receiver is named by its code; an out-of-hours team that took the child on twice would be two. */
function ownersNow(referral: Referral): string[] {
  const { team, receiver = '' } = ownerOf(referral);
  const spells = (referral.outOfHours ?? []).filter(
    ({ acknowledgedAt, endedAt }) => acknowledgedAt !== undefined && endedAt === undefined,
  );
  return [team === 'RECEIVER' ? receiver : team, ...spells.slice(1).map(() => 'EDT')];
}

/** Undefined while a clock runs, and when there is no reason that none does. */
function whyNoClockRuns(referral: Referral): NoClockReason | undefined {
  if (referral.clocks.some(isCounting)) return undefined;
  if (referral.clocks.some(({ status }) => status === 'PAUSED')) return 'STANDS_STILL';
  // The child stays with the hub until the receiving team accepts; the case that follows has the clock of that.
  const awaitsAcceptance = referral.stage === 'DECIDED' && referral.handover.status === 'AWAITED';
  return awaitsAcceptance ? 'NO_LIMIT_SET' : undefined;
}
