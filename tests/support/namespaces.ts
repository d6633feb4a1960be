import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { ensureNamespace } from '../../dev/temporal-namespace.ts';
import { connectClient, type TemporalClient } from '../../temporal/connect.ts';
import { ensureSearchAttributes } from '../../temporal/search-attributes.ts';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import { testPayloadKeys } from '../../temporal/test-payload-keys.ts';

const PATIENCE_MS = 30_000;

/** A namespace of this test file alone, so that files neither see nor disturb each other. */
export async function createNamespace(address: string): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  try {
    await ensureNamespace(connection, namespace);
    await ensureSearchAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
  const client = await connectClient({ address, namespace, payloadKeys: testPayloadKeys, identity: 'tests' });
  try {
    await untilAttributesAreKnown(client);
  } finally {
    await client.close();
  }
  return namespace;
}

/**
 * Each service of the server learns of new search attributes in its own time, up to seconds later. A workflow that
 * carries them and shows in a list by them proves both the frontend and the history service.
 */
async function untilAttributesAreKnown(client: TemporalClient): Promise<void> {
  const probe = { workflowId: 'probe', taskQueue: 'nobody' };
  const typedSearchAttributes = [{ key: searchAttributes.stage, value: 'PROBE' }];
  const handle = await patiently(() => client.workflow.start('probe', { ...probe, typedSearchAttributes }));
  await patiently(async () => {
    const { count } = await client.workflow.count("Stage = 'PROBE'");
    if (count !== 1) throw new Error('the namespace does not list by its search attributes');
  });
  await handle.terminate();
  await client.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: probe.workflowId },
  });
}

async function patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    }
  }
}
