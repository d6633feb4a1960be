import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { startOwedCases, sendOwedCommands, tellLeads } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 2 },
});

/** Run by a schedule: starts the cases, and sends the commands and messages, that the hub has accepted and still owes. */
export async function sweep(): Promise<{ started: number; sent: number; told: number }> {
  return { started: await startOwedCases(), sent: await sendOwedCommands(), told: await tellLeads() };
}
