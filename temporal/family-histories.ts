import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** Every run of every case of one family, in one file. */
export type FamilyHistories = {
  readonly family: string;
  readonly histories: readonly {
    readonly workflowId: string;
    readonly runId: string;
    readonly history: unknown;
  }[];
};

/** As JSON text, payloads still encrypted; and the workflows that Temporal knows no more. */
export async function exportFamily(
  client: Client,
  contactRef: string,
  workflowIds: readonly string[],
): Promise<{ readonly text: string; readonly missing: readonly string[] }> {
  const earlier = await runsListed(client, contactRef);
  const histories: FamilyHistories['histories'][number][] = [];
  const missing: string[] = [];
  for (const workflowId of workflowIds) {
    const last = await lastRunOf(client, workflowId);
    // The list view may lag behind, so the last run is asked of the server.
    const runs = new Set([...(earlier.get(workflowId) ?? []), ...(last === undefined ? [] : [last])]);
    if (runs.size === 0) missing.push(workflowId);
    for (const runId of runs) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      histories.push({ workflowId, runId, history: JSON.parse(historyToJSON(history)) });
    }
  }
  const family: FamilyHistories = { family: contactRef, histories };
  return { text: JSON.stringify(family), missing };
}

/** Runs of each workflow that the list view knows of the family, the earliest first. */
async function runsListed(client: Client, contactRef: string): Promise<ReadonlyMap<string, string[]>> {
  const runs: { workflowId: string; runId: string; startTime: Date }[] = [];
  for await (const { workflowId, runId, startTime } of client.workflow.list({
    query: `ContactRef = '${contactRef}'`,
  })) {
    runs.push({ workflowId, runId, startTime });
  }
  const byWorkflow = new Map<string, string[]>();
  for (const { workflowId, runId } of runs.toSorted(
    (a, b) => a.startTime.getTime() - b.startTime.getTime(),
  )) {
    byWorkflow.set(workflowId, [...(byWorkflow.get(workflowId) ?? []), runId]);
  }
  return byWorkflow;
}

async function lastRunOf(client: Client, workflowId: string): Promise<string | undefined> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).runId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** The histories of a file that has a whole family; undefined for any other JSON. */
export function familyIn(json: unknown): FamilyHistories | undefined {
  const isFamily =
    typeof json === 'object' && json !== null && 'histories' in json && Array.isArray(json.histories);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as written by exportFamily; replay judges the rest
  return isFamily ? (json as FamilyHistories) : undefined;
}
