import { setTimeout as sleep } from 'node:timers/promises';

/** Takes the duration of one step of a lifecycle, in milliseconds. */
export type Stopwatch = <Result>(step: string, work: () => Promise<Result>) => Promise<Result>;

/** One thing to be done over and over: from its beginning to its end, its steps timed. */
export type Lifecycle = (time: Stopwatch) => Promise<void>;

/** Durations in milliseconds, by step. */
export class Durations {
  private readonly byStep = new Map<string, number[]>();

  readonly time: Stopwatch = async (step, work) => {
    const startedMs = performance.now();
    const result = await work();
    const taken = this.of(step);
    taken.push(performance.now() - startedMs);
    this.byStep.set(step, taken);
    return result;
  };

  of(step: string): number[] {
    return this.byStep.get(step) ?? [];
  }
}

/**
 * Keeps `concurrency` lifecycles under way for `seconds`, lets the last ones end, and counts.
 * @returns completed lifecycles per second of the whole time taken
 */
export async function throughput(
  lifecycle: Lifecycle,
  { concurrency, seconds }: { readonly concurrency: number; readonly seconds: number },
): Promise<number> {
  const durations = new Durations();
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1000;
  let completed = 0;
  const lane = async () => {
    while (performance.now() < endMs) {
      await lifecycle(durations.time);
      completed += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return completed / ((performance.now() - startedMs) / 1000);
}

/** Begins `perSecond` lifecycles every second for `seconds`, whether or not earlier ones have ended. */
export async function steadyLoad(
  lifecycle: Lifecycle,
  durations: Durations,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<void> {
  const startedMs = performance.now();
  const underWay: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    await sleep(Math.max(0, startedMs + (index * 1000) / perSecond - performance.now()));
    underWay.push(lifecycle(durations.time));
  }
  await Promise.all(underWay);
}
