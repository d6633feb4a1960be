import type { FollowOnWorkflowInput } from './contract.ts';
import { runFollowOn } from './follow-on.ts';

/** What one agency is asked to do, or to judge, until it has said what came of it. */
export async function agencyAction(input: FollowOnWorkflowInput): Promise<void> {
  await runFollowOn('AGENCY_ACTION', input);
}
