import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/** A run that fails leaves what it has repaired; the next one comes in a minute. */
const { reconcileCases } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '1 minute',
  retry: { maximumAttempts: 3 },
});

/** Run by a schedule: has every case after a decision run that has something left to do, whatever became of its run. */
export async function reconciliation(): Promise<{ looked: number; restarted: number }> {
  let looked = 0;
  let restarted = 0;
  let after: string | undefined;
  do {
    const page = await reconcileCases({ ...(after !== undefined && { after }) });
    looked += page.looked;
    restarted += page.restarted;
    after = page.last;
  } while (after !== undefined);
  setCurrentDetails(`**${looked}** cases after a decision, **${restarted}** started again`);
  return { looked, restarted };
}
