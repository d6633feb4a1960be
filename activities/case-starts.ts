import { markStarted, owedCaseStarts } from '../db/case-starts.ts';
import type { Db } from '../db/client.ts';
import { type Cases, hubNow, type HubClock } from '../temporal/cases.ts';
import { caseToStart } from '../temporal/case-start.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/** Starts one case if it is still owed. */
export async function startOwedCase({ db, cases, clock }: Dependencies, workflowId: string): Promise<void> {
  const [owed] = await owedCaseStarts(db, { workflowId });
  if (owed === undefined) return;
  await cases.start(caseToStart(owed));
  await markStarted(db, workflowId, await hubNow(clock));
}

/** Enough for a hub's busiest hour in one sweep. */
const AT_MOST = 500;

/**
 * Starts every case that is still owed, oldest first. A case whose start is under way elsewhere is started once
 * all the same: its id is taken.
 */
export async function startOwedCases({ db, cases, clock }: Dependencies): Promise<number> {
  const now = await hubNow(clock);
  const owed = await owedCaseStarts(db, { owedBefore: now, atMost: AT_MOST });
  for (const start of owed) {
    await cases.start(caseToStart(start));
    await markStarted(db, start.workflowId, now);
  }
  return owed.length;
}
