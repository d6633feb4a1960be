import { condition, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

/** What the bare timer does to the world, and the queue it waits on. */
export type BareTimerActivities = { writeRow(id: string): Promise<void> };
export const BARE_TIMER_QUEUE = 'bench-bare-timer';

const { writeRow } = proxyActivities<BareTimerActivities>({ startToCloseTimeout: '10s' });

/** The least a durable deadline can be: wait for one instant, in UTC milliseconds, then write one row. */
export async function bareTimer(id: string, dueAtMs: number): Promise<void> {
  await sleep(Math.max(1, dueAtMs - Date.now()));
  await writeRow(id);
}

const stepUpdate = defineUpdate<number>('step');

/** The skeleton of a case: so many timers that run beyond its end, and so many updates, the last of which ends it. */
export async function bareCase(updates: number, timers: number): Promise<void> {
  for (let index = 0; index < timers; index++) void sleep('30 days');
  let steps = 0;
  setHandler(stepUpdate, () => {
    steps += 1;
    return steps;
  });
  await condition(() => steps === updates);
}

const rearmUpdate = defineUpdate<void, [dueAtMs: number]>('rearm');

/** The least a deadline that moves can be: one update cancels its timer and starts another. */
export async function bareMovableTimer(id: string, dueAtMs: number): Promise<void> {
  let wanted = dueAtMs;
  setHandler(rearmUpdate, (movedMs) => {
    wanted = movedMs;
  });
  for (let armed = wanted; ; armed = wanted) {
    const isMoved = await condition(() => wanted !== armed, Math.max(1, armed - Date.now()));
    if (!isMoved) break;
  }
  await writeRow(id);
}
