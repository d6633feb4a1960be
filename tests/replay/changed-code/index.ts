import { sleep } from '@temporalio/workflow';
import { agencyAction as realAgencyAction } from '../../../workflows/agency-action.ts';
import { assessment as realAssessment } from '../../../workflows/assessment.ts';
import { childProtection as realChildProtection } from '../../../workflows/child-protection.ts';
import { dispute as realDispute } from '../../../workflows/dispute.ts';
import { earlyHelp as realEarlyHelp } from '../../../workflows/early-help.ts';
import { informationRequest as realRequest } from '../../../workflows/information-request.ts';
import { referral as realReferral } from '../../../workflows/referral.ts';

/** A workflow as a careless change would leave it: a new command before all others, without a patch. */
function changed<Input extends unknown[]>(
  real: (...input: Input) => Promise<void>,
): (...input: Input) => Promise<void> {
  return async (...input) => {
    await sleep('1 second');
    await real(...input);
  };
}

export const referral = changed(realReferral);
export const informationRequest = changed(realRequest);
export const childProtection = changed(realChildProtection);
export const assessment = changed(realAssessment);
export const earlyHelp = changed(realEarlyHelp);
export const agencyAction = changed(realAgencyAction);
export const dispute = changed(realDispute);
