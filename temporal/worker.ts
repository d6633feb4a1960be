import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { TASK_QUEUE } from '../workflows/contract.ts';
import { dataConverterFor, failureConverterPath } from './data-converter.ts';
import type { PayloadKeys } from './payload-keys.ts';

export const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

export type WorkerSettings = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly payloadKeys: PayloadKeys;
  readonly activities: Activities;
  /** A prebuilt bundle; absent bundles the workflows at start, about four seconds. */
  readonly workflowBundle?: WorkflowBundleOption;
  readonly taskQueue?: string;
  /** Cases kept in memory between tasks; see {@link CACHED_CASES}. */
  readonly cachedCases?: number;
};

/**
 * Cases kept in memory between tasks, at 0.3 to 0.4 MiB each; a case that is not kept is rebuilt from its history when
 * it is next spoken to. More than a hub speaks to in an hour, and more than its clocks that end together at closing.
 */
export const CACHED_CASES = 500;

/** A worker for every case of the hub. */
export function createWorker(settings: WorkerSettings): Promise<Worker> {
  const { connection, namespace, payloadKeys, activities, workflowBundle } = settings;
  return Worker.create({
    connection,
    namespace,
    taskQueue: settings.taskQueue ?? TASK_QUEUE,
    activities,
    dataConverter: dataConverterFor(payloadKeys),
    ...(workflowBundle ? { workflowBundle } : { workflowsPath }),
    maxCachedWorkflows: settings.cachedCases ?? CACHED_CASES,
    // How long a case waits for the worker that has it in memory. After a kill it is a floor under recovery, so less
    // than the 8 seconds a caller waits; in a burst each case that waits longer is queued a second time.
    stickyQueueScheduleToStartTimeout: '6s',
    shutdownGraceTime: '10s',
    shutdownForceTime: '15s',
  });
}

/** Build options every bundle of the workflows shares. */
export const bundleOptions = { workflowsPath, failureConverterPath };
