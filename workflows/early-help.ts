import type { FollowOnWorkflowInput } from './contract.ts';
import { runFollowOn } from './follow-on.ts';

/** Early Help for a family, from the offer or the step-down until it is closed, stepped up or back with the hub. */
export async function earlyHelp(input: FollowOnWorkflowInput): Promise<void> {
  await runFollowOn('EARLY_HELP', input);
}
