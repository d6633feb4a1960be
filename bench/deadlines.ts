import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../dev/progress.ts';
import { residentMiB } from './worker-memory.ts';

/** One way to wait for an instant and then to write that it has passed. Instants are UTC milliseconds. */
export type Waiter = {
  readonly name: string;
  readonly workerPid: number;
  /** Begins one wait for each due instant; gives their ids, in order, when their timers run. */
  open(dueMs: readonly number[], onProgress: (opened: number) => void): Promise<string[]>;
  /** When each of these was written, by Postgres' clock as the row went in; its commit is milliseconds later. */
  written(ids: readonly string[]): Promise<Map<string, number>>;
};

/** What came of a number of waits. */
export type Met = {
  /** Milliseconds from the due instant to the row, one for each wait. */
  readonly lateness: readonly number[];
  /** Written per second from the first due instant to the last row. */
  readonly perSecond: number;
  /** The worker's highest resident memory from the first due instant on. */
  readonly workerMiB: number;
  readonly dueMs: readonly number[];
  readonly ids: readonly string[];
};

/** How many, and how far apart their due instants are; 0 makes all due at once. */
export type Deadlines = { readonly count: number; readonly everyMs: number };

const PROBE = 200;
/** Longer than any run, and less than the limit of a case. */
const PROBE_DUE_IN_MS = 12 * 3_600_000;
/** The more there are, the slower the next one opens. */
const SLOWER = 1.6;
const MARGIN_MS = 15_000;
const POLL_MS = 500;
/** Without a single row for so long, something is broken rather than slow. */
const STANDSTILL_MS = 60_000;

/** Opens as many waits as wanted, soon enough that all timers run before the first is due, and watches them be met. */
export async function meet(waiter: Waiter, { count, everyMs }: Deadlines, log: Log): Promise<Met> {
  const openMs = (await millisecondsToOpen(waiter, PROBE)) / PROBE;
  const firstMs = Date.now() + Math.round(openMs * SLOWER * count) + MARGIN_MS;
  const dueMs = Array.from({ length: count }, (_, index) => firstMs + index * everyMs);
  const ids = await waiter.open(dueMs, (opened) => log(`${waiter.name}: ${opened} of ${count} open`));
  const spareMs = firstMs - Date.now();
  if (spareMs < 1_000) {
    throw new Error(
      `${waiter.name}: ${count} could not be opened in time, the machine is busier than before`,
    );
  }
  log(`${waiter.name}: all open, the first is due in ${Math.round(spareMs / 1000)} s`);
  await sleep(spareMs);
  const { written, workerMiB } = await untilWritten(waiter, ids, log);
  const lateness = ids.map((id, index) => (written.get(id) ?? Number.NaN) - (dueMs[index] ?? Number.NaN));
  const takenMs = Math.max(...written.values()) - firstMs;
  return { lateness, perSecond: count / (takenMs / 1000), workerMiB, dueMs, ids };
}

async function millisecondsToOpen(waiter: Waiter, count: number): Promise<number> {
  const startedMs = performance.now();
  const dueMs = Array.from({ length: count }, () => Date.now() + PROBE_DUE_IN_MS);
  await waiter.open(dueMs, () => undefined);
  return performance.now() - startedMs;
}

async function untilWritten(waiter: Waiter, ids: readonly string[], log: Log) {
  let workerMiB = 0;
  let known = 0;
  let progressMs = Date.now();
  for (;;) {
    const written = await waiter.written(ids);
    workerMiB = Math.max(workerMiB, await residentMiB(waiter.workerPid));
    if (written.size === ids.length) return { written, workerMiB };
    if (Math.floor(written.size / 500) > Math.floor(known / 500)) {
      log(`${waiter.name}: ${written.size} of ${ids.length} written`);
    }
    if (written.size > known) progressMs = Date.now();
    if (Date.now() - progressMs > STANDSTILL_MS) {
      throw new Error(`${waiter.name}: stands still at ${written.size} of ${ids.length}`);
    }
    known = written.size;
    await sleep(POLL_MS);
  }
}
