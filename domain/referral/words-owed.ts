import type { ReferralDelivery } from '../case.ts';
import { followOnDeliveries } from './follow-on-openings.ts';
import { joinDeliveries } from './joining-rules.ts';
import type { Referral } from './state.ts';

/** What a referral owes other cases: to begin one that follows its decision, or to tell one. */
export function referralWordsOwed(referral: Referral): ReferralDelivery[] {
  return [...followOnDeliveries(referral), ...joinDeliveries(referral)];
}
