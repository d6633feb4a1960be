import type { ReferralAction } from '../domain/referral/commands.ts';

/** What somebody does who takes over what the hub gives away; all they may do with the case, and see its page for. */
export const RECEIVER_ACTIONS: readonly ReferralAction[] = [
  'acceptHandover',
  'acknowledgeRedirect',
  'acceptTransfer',
  'confirmReceipt',
];
