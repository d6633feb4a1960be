import {
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { searchAttributes } from '../../../workflows/search-attributes.ts';
import type * as activities from './traveller.activities.ts';

/** What happened, and the workflow's own clock when it did. */
export type Seen = { what: string; atMs: number };

const { remote } = proxyActivities<typeof activities>({ startToCloseTimeout: '20s' });
const { local } = proxyLocalActivities<typeof activities>({ startToCloseTimeout: '20s' });

export const seenQuery = defineQuery<Seen[]>('seen');
export const noteUpdate = defineUpdate<number, [string]>('note');
export const slowUpdate = defineUpdate<number, [string]>('slow');
export const refuseUpdate = defineUpdate<void, [string]>('refuse');
export const endSignal = defineSignal('end');

/** Runs one timer per entry of `timersMs`, counted from its start, until it is told to end. */
export async function traveller(timersMs: number[], endAfterTimers = false): Promise<Seen[]> {
  const seen: Seen[] = [{ what: 'start', atMs: Date.now() }];
  let isEnding = false;
  const note = (what: string) => seen.push({ what, atMs: Date.now() });
  setHandler(seenQuery, () => seen);
  setHandler(noteUpdate, (what) => {
    note(what);
    return Date.now();
  });
  setHandler(slowUpdate, async (what) => {
    await remote(what);
    note(what);
    return Date.now();
  });
  setHandler(refuseUpdate, (message) => {
    throw ApplicationFailure.nonRetryable(message, 'Refused');
  });
  setHandler(endSignal, () => {
    isEnding = true;
  });
  const timers = timersMs.map(async (afterMs, index) => {
    await sleep(afterMs, { summary: `Timer ${index}` });
    note(`timer ${index}`);
    upsertSearchAttributes([
      { key: searchAttributes.stage, value: `timer ${index}` },
      { key: searchAttributes.nextDueAt, value: new Date() },
    ]);
    await remote(`remote ${index}`);
    note(`remote ${index}`);
    await local(`local ${index}`);
    note(`local ${index}`);
  });
  if (endAfterTimers) await Promise.all(timers);
  else await condition(() => isEnding);
  return seen;
}

/** Sleeps a day per run and continues as new, `runs` times, then waits for the end. */
export async function chain(runs: number, seen: Seen[] = []): Promise<Seen[]> {
  let isEnding = false;
  const now = [...seen, { what: `run ${runs}`, atMs: Date.now() }];
  setHandler(seenQuery, () => now);
  setHandler(endSignal, () => {
    isEnding = true;
  });
  if (runs > 0) {
    await sleep('1 day');
    await continueAsNew<typeof chain>(runs - 1, now);
  }
  await condition(() => isEnding);
  return now;
}

/** Wakes once an hour, `count` times. */
export async function ticker(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) await sleep('1 hour');
  await condition(() => false);
}
