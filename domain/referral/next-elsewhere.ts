import type { NextAction } from './next-action.ts';
import { isHeldOutOfHours, openSpell } from './out-of-hours.ts';
import { openRedirects, owesAllegation } from './redirects.ts';
import { openBreakGlass } from './restriction.ts';
import type { Referral } from './state.ts';
import { openTransfer } from './transfers.ts';

/** What comes before the hub's own next step: the child is between two teams, or an allegation has still to be sent. */
export function nextBetweenTeams(referral: Referral): NextAction | undefined {
  const spell = openSpell(referral);
  if (spell !== undefined && !isHeldOutOfHours(referral)) {
    return {
      action: 'acknowledgeOutOfHours',
      by: 'EMERGENCY_DUTY_TEAM',
      words: 'Take the child on out of hours',
    };
  }
  if (spell !== undefined) {
    return spell.handedBackAt === undefined
      ? { action: 'handBackToDay', by: 'EMERGENCY_DUTY_TEAM', words: 'Hand the child back to the day team' }
      : {
          action: 'acknowledgeHandBack',
          by: 'CONTACT_OFFICER',
          words: 'Read what was done out of hours and take the child back',
        };
  }
  if (openTransfer(referral) !== undefined) {
    return {
      action: 'acceptTransfer',
      by: 'TEAM_MANAGER',
      words: 'Accept the child for the other authority',
    };
  }
  return owesAllegation(referral)
    ? { action: 'redirect', by: 'SOCIAL_WORKER', words: 'Send the allegation to the designated officer' }
    : undefined;
}

/** What the case waits for before it may close: who opened the restricted record is reviewed. */
export function nextReviewOfReading(referral: Referral): NextAction | undefined {
  return openBreakGlass(referral).length > 0
    ? {
        action: 'reviewBreakGlass',
        by: 'TEAM_MANAGER',
        words: 'Review who opened the restricted record',
      }
    : undefined;
}

/** What is left when the hub has done its own part: somebody it was sent to has still to acknowledge. */
export function nextAtReceiver(referral: Referral): NextAction | undefined {
  const [redirect] = openRedirects(referral);
  return (
    redirect && {
      action: 'acknowledgeRedirect',
      by: redirect.to === 'LADO' ? 'LADO' : 'AGENCY_REPRESENTATIVE',
      words: 'Acknowledge what was sent on',
    }
  );
}
