import { sql } from 'drizzle-orm';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import proto from '@temporalio/proto';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { z } from 'zod';
import { TASK_QUEUE } from '../../workflows/contract.ts';
import type { Services } from '../services.ts';

const PART_WAIT_MS = 2_000;
/** A worker that polls asks again at least every minute. */
const POLLER_SEEN_WITHIN_MS = 90_000;

const Part = z.enum(['READY', 'NOT_READY']);
const Readiness = z
  .object({ status: Part, parts: z.object({ postgres: Part, temporal: Part, worker: Part }) })
  .meta({ id: 'Readiness' });

/** Whether the process lives, and whether it and what it needs can do their work. */
export function healthRoutes(services: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/healthz',
      schema: {
        tags: ['health'],
        summary: 'The process answers',
        security: [],
        response: { 200: z.object({ status: z.literal('ALIVE') }).meta({ id: 'Liveness' }) },
      },
      handler: async () => ({ status: 'ALIVE' as const }),
    });

    app.route({
      method: 'GET',
      url: '/readyz',
      schema: {
        tags: ['health'],
        summary: 'Postgres, Temporal and a worker are there',
        security: [],
        response: { 200: Readiness, 503: Readiness },
      },
      handler: async (_request, reply) => {
        const [postgres, temporal, worker] = await Promise.all([
          stateOf(services, () => services.db.execute(sql`select 1`)),
          stateOf(services, () => services.temporal.workflowService.getSystemInfo({})),
          stateOf(services, () => seeWorker(services)),
        ]);
        const parts = { postgres, temporal, worker };
        const isReady = Object.values(parts).every((part) => part === 'READY');
        return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'READY' : 'NOT_READY', parts });
      },
    });
  };
}

async function stateOf(
  { temporal }: Services,
  check: () => PromiseLike<unknown>,
): Promise<z.output<typeof Part>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PART_WAIT_MS);
  });
  try {
    await Promise.race([temporal.withDeadline(Date.now() + PART_WAIT_MS, async () => check()), tooLong]);
    return 'READY';
  } catch {
    return 'NOT_READY';
  } finally {
    clearTimeout(timer);
  }
}

/** @throws Error when no worker has polled the task queue of late */
async function seeWorker({ temporal }: Services): Promise<void> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const oldest = Date.now() - POLLER_SEEN_WITHIN_MS;
  const isSeen = (pollers ?? []).some(
    ({ lastAccessTime }) => lastAccessTime && tsToMs(lastAccessTime) > oldest,
  );
  if (!isSeen) throw new Error('no worker polls the task queue');
}
