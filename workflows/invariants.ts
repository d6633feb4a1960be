import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/** A run that fails leaves what was found as it was; the next one comes in minutes. */
const { checkOpenCases, finishInvariantRun } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 },
});

/** Run by a schedule: holds every open case to what must be true of it, page by page, and keeps what is not. */
export async function invariants(): Promise<{ checked: number; violations: number }> {
  let page = await checkOpenCases({});
  let { checked } = page;
  while (page.last !== undefined) {
    page = await checkOpenCases({ runAt: page.runAt, after: page.last });
    checked += page.checked;
  }
  const violations = await finishInvariantRun({ runAt: page.runAt, checked });
  setCurrentDetails(`**${checked}** open cases, **${violations}** broken rules`);
  return { checked, violations };
}
