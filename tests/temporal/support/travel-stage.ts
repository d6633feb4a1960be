import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { connectClient, connectWorker, type TemporalClient } from '../../../temporal/connect.ts';
import { dataConverterFor, failureConverterPath } from '../../../temporal/data-converter.ts';
import { parsePayloadKeys } from '../../../temporal/payload-keys.ts';
import { ensureSearchAttributes } from '../../../temporal/search-attributes.ts';
import * as activities from './traveller.activities.ts';
import { temporalAddress } from './temporal-address.ts';

/** Keys for synthetic test data only. */
export const testKeys = parsePayloadKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`);

export const testSettings = () => ({
  address: temporalAddress(),
  namespace: 'default',
  payloadKeys: testKeys,
  identity: 'tests/temporal',
});

/** A client, and a worker for the travelling test workflows on a task queue of its own. */
export type TravelStage = {
  readonly client: TemporalClient;
  readonly taskQueue: string;
  readonly workflowBundle: WorkflowBundleWithSourceMap;
  close(): Promise<void>;
};

export async function openTravelStage(): Promise<TravelStage> {
  const settings = testSettings();
  const taskQueue = `travel-${randomUUID()}`;
  const client = await connectClient(settings);
  await ensureSearchAttributes(client.connection, settings.namespace);
  const connection = await connectWorker(settings);
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./traveller.workflow.ts', import.meta.url)),
    failureConverterPath,
  });
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue,
    workflowBundle,
    activities,
    dataConverter: dataConverterFor(testKeys),
  });
  const running = worker.run();
  return {
    client,
    taskQueue,
    workflowBundle,
    async close() {
      worker.shutdown();
      await running;
      await connection.close();
      await client.close();
    },
  };
}
