import { type Client, WorkflowNotFoundError } from '@temporalio/client';

/** Enough for one question; the server parses the whole list of ids. */
const IDS_PER_QUERY = 100;

/**
 * Those of these workflows that do not run. The list view is asked first, because one question answers for many; it may
 * lag behind, so the server itself is asked about each that the list does not know. One that was terminated a moment
 * ago may be missed until the list has heard of it.
 */
export async function unattendedCases(client: Client, workflowIds: readonly string[]): Promise<Set<string>> {
  const unattended = new Set<string>();
  for (let from = 0; from < workflowIds.length; from += IDS_PER_QUERY) {
    const asked = workflowIds.slice(from, from + IDS_PER_QUERY);
    const listed = await listedAsRunning(client, asked);
    for (const workflowId of asked) {
      if (!listed.has(workflowId) && !(await isRunning(client, workflowId))) unattended.add(workflowId);
    }
  }
  return unattended;
}

async function listedAsRunning(client: Client, workflowIds: readonly string[]): Promise<Set<string>> {
  const ids = workflowIds.map((id) => `'${id}'`).join(', ');
  const query = `ExecutionStatus = 'Running' AND WorkflowId IN (${ids})`;
  const listed = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: IDS_PER_QUERY })) {
    listed.add(workflowId);
  }
  return listed;
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
