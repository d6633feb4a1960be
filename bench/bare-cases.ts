import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { BARE_TIMER_QUEUE } from './bare-timer.ts';
import { type HistoryCost, historyCost } from './history-cost.ts';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** What some cases took together. */
export type Side = {
  readonly seconds: number;
  readonly cost: HistoryCost;
  readonly shape: readonly Shape[];
};
/** Of one case: how many updates it took and timers it set. */
export type Shape = { readonly updates: number; readonly timers: number };

/** As many bare workflows, each with the updates and timers of one case, taken as much side by side. */
export async function throughBareWorkflows(client: Client, shape: readonly Shape[]): Promise<Side> {
  const startedMs = performance.now();
  const ids = await Promise.all(
    shape.map(async ({ updates, timers }) => {
      const workflowId = randomUUID();
      const handle = await client.workflow.start('bareCase', {
        workflowId,
        taskQueue: BARE_TIMER_QUEUE,
        args: [updates, timers],
      });
      for (let step = 0; step < updates; step++) await handle.executeUpdate('step');
      await handle.result();
      return workflowId;
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  return { seconds, ...weighed(await Promise.all(ids.map((id) => onlyRunOf(client, id)))) };
}

/** The events of a run of a workflow. */
type Run = readonly HistoryEvent[];

/** The one run of a workflow that has no other. */
export async function onlyRunOf(client: Client, workflowId: string): Promise<readonly [Run]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return [events ?? []];
}

/** What cases cost, each by all of its runs. */
export function weighed(cases: readonly (readonly Run[])[]): Pick<Side, 'cost' | 'shape'> {
  const costs = cases.flat().map(historyCost);
  const sum = (of: keyof HistoryCost) => costs.reduce((total, cost) => total + cost[of], 0);
  const cost = { events: sum('events'), actions: sum('actions') };
  return { cost, shape: cases.map((runs) => shapeOf(runs.flat())) };
}

function shapeOf(events: Run): Shape {
  return {
    updates: events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length,
    timers: events.filter((event) => event.timerStartedEventAttributes).length,
  };
}
