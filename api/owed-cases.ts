import { forgettable } from '../db/client.ts';
import { markStarted, owedCaseStarts } from '../db/case-starts.ts';
import { hubNow } from '../temporal/cases.ts';
import { caseToStart } from '../temporal/case-start.ts';
import type { Services } from './services.ts';

/** Starts one case if a committed receipt still owes it; answers whether it did. */
export async function startIfOwed({ db, cases, clock }: Services, workflowId: string): Promise<boolean> {
  const [owed] = await owedCaseStarts(db, { workflowId });
  if (owed === undefined) return false;
  await cases.start(caseToStart(owed));
  const now = await hubNow(clock);
  await forgettable(db, (tx) => markStarted(tx, workflowId, now));
  return true;
}
