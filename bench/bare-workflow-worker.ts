import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { BARE_TASK_QUEUE } from './bare-lifecycle.ts';

/** The peer's worker: the hub's settings for cases, without codec, ledger or activities. */
const connection = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
const worker = await Worker.create({
  connection,
  namespace: process.env['TEMPORAL_NAMESPACE'] ?? '',
  taskQueue: BARE_TASK_QUEUE,
  workflowsPath: fileURLToPath(new URL('bare-workflow.ts', import.meta.url)),
  maxCachedWorkflows: 500,
  stickyQueueScheduleToStartTimeout: '2s',
});
await worker.run();
await connection.close();
