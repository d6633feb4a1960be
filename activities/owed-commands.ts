import { owedCaseStarts } from '../db/case-starts.ts';
import type { Db } from '../db/client.ts';
import { openCommands, settleCommand } from '../db/owed-commands.ts';
import { lastSeq } from '../db/streams.ts';
import { DomainError } from '../domain/errors.ts';
import { informationRequestStream } from '../domain/streams.ts';
import { type Cases, hubNow, type HubClock } from '../temporal/cases.ts';

type Dependencies = { readonly db: Db; readonly cases: Cases; readonly clock: HubClock };

/** A sweep is short; what it leaves is taken by the next. */
const AT_MOST = 50;
const WAIT_MS = 5_000;

/**
 * Sends commands that were accepted while nobody could answer. Each carries its own id, so a case that has had it
 * answers what it answered then.
 */
export async function sendOwedCommands({ db, cases, clock }: Dependencies): Promise<number> {
  let settled = 0;
  for (const { commandId, workflowId, action, envelope: given } of await openCommands(db, AT_MOST)) {
    const envelope = { ...given, knownSeq: await lastSeq(db, workflowId) };
    const outcome = await cases.command({ workflowId, action, envelope, updateId: commandId }, WAIT_MS);
    const now = await hubNow(clock);
    switch (outcome.kind) {
      case 'RECORDED':
        await settleCommand(db, commandId, now);
        break;
      case 'REFUSED':
        await settleCommand(db, commandId, now, outcome.refusal);
        break;
      case 'NOT_RUNNING': {
        // A case whose own start is still owed has not ended: it has yet to begin.
        const [unstarted] = await owedCaseStarts(db, { workflowId });
        if (unstarted !== undefined) continue;
        await settleCommand(db, commandId, now, ended(workflowId));
        break;
      }
      case 'PENDING':
        continue;
    }
    settled += 1;
  }
  return settled;
}

function ended(workflowId: string): DomainError {
  return workflowId.startsWith(informationRequestStream(''))
    ? new DomainError('REQUEST_ENDED', 'The request ended before the command reached it')
    : new DomainError('CASE_CLOSED', 'The referral closed before the command reached it');
}
