import { sleep } from '@temporalio/workflow';
import { agencyAction as realAgencyAction } from '../../../workflows/agency-action.ts';
import { assessment as realAssessment } from '../../../workflows/assessment.ts';
import { dispute as realDispute } from '../../../workflows/dispute.ts';
import { earlyHelp as realEarlyHelp } from '../../../workflows/early-help.ts';
import { informationRequest as realRequest } from '../../../workflows/information-request.ts';
import { referral as real } from '../../../workflows/referral.ts';

/** The referral workflow as a careless change would leave it: a new command before all others, without a patch. */
export async function referral(...input: Parameters<typeof real>): Promise<void> {
  await sleep('1 second');
  await real(...input);
}

/** The workflow of an information request, changed alike. */
export async function informationRequest(...input: Parameters<typeof realRequest>): Promise<void> {
  await sleep('1 second');
  await realRequest(...input);
}

/** The workflow of an assessment, changed alike. */
export async function assessment(...input: Parameters<typeof realAssessment>): Promise<void> {
  await sleep('1 second');
  await realAssessment(...input);
}

/** The workflow of Early Help, changed alike. */
export async function earlyHelp(...input: Parameters<typeof realEarlyHelp>): Promise<void> {
  await sleep('1 second');
  await realEarlyHelp(...input);
}

/** The workflow of an agency's action, changed alike. */
export async function agencyAction(...input: Parameters<typeof realAgencyAction>): Promise<void> {
  await sleep('1 second');
  await realAgencyAction(...input);
}

/** The workflow of a dispute, changed alike. */
export async function dispute(...input: Parameters<typeof realDispute>): Promise<void> {
  await sleep('1 second');
  await realDispute(...input);
}
