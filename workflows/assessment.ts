import type { FollowOnWorkflowInput } from './contract.ts';
import { runFollowOn } from './follow-on.ts';

/** One child’s assessment, from the hand-over until it is authorised and whoever is next has the child. */
export async function assessment(input: FollowOnWorkflowInput): Promise<void> {
  await runFollowOn('ASSESSMENT', input);
}
