import type { Log } from '../dev/progress.ts';
import { type Met, meet } from './deadlines.ts';
import { type Row, seconds, times } from './report.ts';
import type { TimerStack } from './stack.ts';
import { spreadOf } from './statistics.ts';
import { bareWaiter, breachesOf, CLOCKS, hubWaiter } from './waiters.ts';

/** Many clocks end at one instant, as at closing time: how fast the hub and a bare workflow write it down. */
export async function timerBursts(
  stack: TimerStack,
  { size, rounds }: { readonly size: number; readonly rounds: number },
  log: Log,
): Promise<Row[]> {
  const [hub, bare] = [await hubWaiter(stack.hub), bareWaiter(stack.bare)];
  const met: Record<'hub' | 'bare', Met[]> = { hub: [], bare: [] };
  let [count, atTrueInstant] = [0, 0];
  for (let round = 1; round <= rounds; round++) {
    log(`burst of ${size}: round ${round} of ${rounds}`);
    const ours = await meet(hub, { count: size, everyMs: 0 }, log);
    met.hub.push(ours);
    met.bare.push(await meet(bare, { count: size, everyMs: 0 }, log));
    const breaches = await breachesOf(stack.hub.databaseUrl, ours);
    count += breaches.count;
    atTrueInstant += breaches.atTrueInstant;
  }
  await hub.close();
  await bare.close();
  return rowsOf(met, { size, rounds, breaches: { count, atTrueInstant } });
}

type Burst = {
  readonly size: number;
  readonly rounds: number;
  readonly breaches: { readonly count: number; readonly atTrueInstant: number };
};

function rowsOf(met: Record<'hub' | 'bare', Met[]>, { size, rounds, breaches }: Burst): Row[] {
  const rate = (side: Met[]) => rounds / side.reduce((sum, { perSecond }) => sum + 1 / perSecond, 0);
  const late = (side: Met[]) => spreadOf(side.flatMap(({ lateness }) => lateness));
  const memory = (side: Met[]) => Math.max(...side.map(({ workerMiB }) => workerMiB));
  const [hub, bare] = [late(met.hub), late(met.bare)];
  const spread = ({ p50, p99, max }: typeof hub) => `${seconds(p50)}, ${seconds(p99)}, ${seconds(max)}`;
  const ratio = rate(met.hub) / rate(met.bare);
  const expected = size * CLOCKS * rounds;
  return [
    {
      measure: `${size} cases due at one instant, drained`,
      hub: `${rate(met.hub).toFixed(1)} /s`,
      beside: `bare workflow ${rate(met.bare).toFixed(1)} /s`,
      ratio: times(ratio),
      aim: `at least ${times(1)}`,
      isMet: ratio >= 1,
    },
    { measure: '  lateness p50, p99, max', hub: spread(hub), beside: `bare workflow ${spread(bare)}` },
    {
      measure: '  breaches that carry their true due instant',
      hub: `${breaches.atTrueInstant}`,
      beside: `of ${expected} due`,
      aim: 'every one',
      isMet: breaches.atTrueInstant === expected && breaches.count === expected,
    },
    {
      measure: '  highest memory of the worker',
      hub: `${Math.round(memory(met.hub))} MiB`,
      beside: `bare workflow ${Math.round(memory(met.bare))} MiB`,
    },
  ];
}
