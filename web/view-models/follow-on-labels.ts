import type { FollowOnName } from '../../domain/follow-on/state.ts';
import type { CaseNews } from '../../domain/follow-on/words-between.ts';
import type { CalledForBy } from '../../domain/referral/follow-ons.ts';

/** What each kind of case is called. */
export const FOLLOW_ON_WORDS: Readonly<Record<FollowOnName, string>> = {
  CHILD_PROTECTION: 'Child protection',
  ASSESSMENT: 'Assessment',
  EARLY_HELP: 'Early Help',
  AGENCY_ACTION: 'Action by one agency',
  DISPUTE: 'Dispute',
};

export const NEWS_WORDS: Readonly<Record<CaseNews['news'], string>> = {
  OPENED: 'begun',
  ACCEPTED: 'accepted',
  RETURNED: 'came back to the hub',
  ENDED: 'ended',
};

export const CALLED_FOR_WORDS: Readonly<Record<CalledForBy, string>> = {
  FOLLOW_ON_RETURNED: 'The child came back to the hub; a new decision is needed',
  DISPUTE_UPHELD: 'A dispute was upheld; a new decision is needed',
  NEW_INFORMATION: 'Opened again on what has become known',
};
