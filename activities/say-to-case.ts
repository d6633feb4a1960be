import type { Db } from '../db/client.ts';
import { lastSeq } from '../db/streams.ts';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import type { CommandEnvelope } from '../domain/case.ts';
import type { Cases, CommandOutcome } from '../temporal/cases.ts';

/** Under the time an activity has, so that a case that does not answer is asked again by the next try. */
const WAIT_MS = 5_000;

/** Says something to a case, once for its key; the case judges it by all that is on its record by now. */
export async function sayToCase(
  { db, cases }: { readonly db: Db; readonly cases: Cases },
  workflowId: string,
  command: { readonly type: string },
  updateId: string,
): Promise<CommandOutcome> {
  const knownSeq = await lastSeq(db, workflowId);
  const envelope: CommandEnvelope<unknown> = { command, actor: SYSTEM_ACTOR, knownSeq };
  return cases.command({ workflowId, action: command.type, envelope, updateId }, WAIT_MS);
}
