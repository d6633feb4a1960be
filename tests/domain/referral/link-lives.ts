import * as fc from 'fast-check';
import type { ReferralCommand } from '../../../domain/referral/commands.ts';
import { sealed } from './story.ts';

const OTHER = 'R-TEST-0099';
const reason = sealed('reason');

/** What people may try about open cases, duplicates and other sources of one incident. */
export const linkCommand: fc.Arbitrary<ReferralCommand> = fc.constantFrom<ReferralCommand[]>(
  {
    type: 'linkToOpenCase',
    worker: 'w-1042',
    manager: 'm-0077',
    team: 'ASSESSMENT_TEAM',
    caseReference: 'CS-20311',
  },
  { type: 'confirmReceipt' },
  { type: 'withdrawLink', reason },
  { type: 'markDuplicate', of: OTHER, reason },
  { type: 'joinReferral', to: OTHER, reason },
  { type: 'leaveReferral', reason },
);

/** What the other referral may tell, at any time and more than once. */
export const linkNews: fc.Arbitrary<ReferralCommand> = fc.constantFrom<ReferralCommand[]>(
  { type: 'admitContributor', referralRef: OTHER },
  { type: 'noteJoinedEnd', from: OTHER },
);
