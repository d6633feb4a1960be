import type { FollowOnWorkflowInput } from './contract.ts';
import { runFollowOn } from './follow-on.ts';

/** Strategy discussions, enquiries under section 47 and the conference, from reasonable cause until the conference is held or the family is handed on. */
export async function childProtection(input: FollowOnWorkflowInput): Promise<void> {
  await runFollowOn('CHILD_PROTECTION', input);
}
