import type { FollowOnWorkflowInput } from './contract.ts';
import { runFollowOn } from './follow-on.ts';

/** A professional disagreement, up its ladder until it is resolved. */
export async function dispute(input: FollowOnWorkflowInput): Promise<void> {
  await runFollowOn('DISPUTE', input);
}
