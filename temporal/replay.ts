import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { dataConverterFor } from './data-converter.ts';
import type { PayloadKeys } from './payload-keys.ts';

/** A recorded history in the JSON of `temporal workflow show --output json` and of the UI's download. */
export type RecordedHistory = { readonly workflowId: string; readonly history: unknown };

/** What replay made of one history; no `error` means the code still takes the same steps. */
export type ReplayOutcome = { readonly workflowId: string; readonly error?: Error };

/** The code to replay against, and the keys the histories were recorded with. */
export type ReplayOptions = Pick<ReplayWorkerOptions, 'workflowsPath' | 'workflowBundle'> & {
  readonly payloadKeys: PayloadKeys;
};

/**
 * Replays histories against workflow code and yields one outcome each. Replay checks the order and kind of
 * commands, not their values: a wrong due instant passes here.
 */
export async function* replayHistories(
  histories: Iterable<RecordedHistory>,
  { payloadKeys, ...code }: ReplayOptions,
): AsyncGenerator<ReplayOutcome> {
  const options: ReplayWorkerOptions = { ...code, dataConverter: dataConverterFor(payloadKeys) };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    yield error === undefined ? { workflowId } : { workflowId, error };
  }
}

/** Fetches the history of the latest run, payloads still encrypted, as JSON text that replay takes. */
export async function exportHistory(client: Client, workflowId: string): Promise<string> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  return historyToJSON(history);
}
