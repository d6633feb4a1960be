import {
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { progressQuery, type PublicationInput } from './contract.ts';

/** Tried without end: no open case may keep rules that no longer hold. */
const { bringRulesToCases } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  // How soon another worker takes over from one that died.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Between two rounds, for cases that could not be told: one not started yet, or a worker that is away. */
const NEXT_ROUND_AFTER = '15 seconds';

/**
 * Brings changed rules to every open case, page by page in the order of streams, and then again to those that
 * could not be told, until every open case goes by the rules in force. It may die anywhere and go on: what is left to
 * do is read from the ledger, and a case told twice changes once.
 */
export async function publication({ publication: no, after, ...counted }: PublicationInput): Promise<number> {
  let { adopted = 0, waiting = 0 } = counted;
  let cursor = after;
  let isDone = false;
  setHandler(progressQuery, () => ({ publication: no, adopted, waiting, isDone }));
  while (!isDone) {
    setCurrentDetails(detailsOf(no, adopted, waiting));
    const page = await bringRulesToCases.executeWithOptions(
      { summary: cursor === undefined ? 'From the first open case' : `After ${cursor}` },
      [{ ...(cursor !== undefined && { after: cursor }) }],
    );
    adopted += page.adopted;
    waiting += page.waiting;
    cursor = page.last;
    if (cursor === undefined) {
      isDone = waiting === 0;
      if (!isDone) {
        await sleep(NEXT_ROUND_AFTER, { summary: `${waiting} cases could not be told yet` });
        waiting = 0;
      }
    }
    if (!isDone && workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof publication>({
        publication: no,
        adopted,
        waiting,
        ...(cursor !== undefined && { after: cursor }),
      });
    }
  }
  setCurrentDetails(detailsOf(no, adopted, 0));
  return adopted;
}

function detailsOf(no: number, adopted: number, waiting: number): string {
  const told = `**Rules, publication ${no}**: ${adopted} open cases have adopted them`;
  return waiting > 0 ? `${told}, ${waiting} could not be told yet and are tried again.` : `${told}.`;
}
