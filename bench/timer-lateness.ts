import type { Log } from '../dev/progress.ts';
import { meet } from './deadlines.ts';
import { type Row, ms, times } from './report.ts';
import type { TimerStack } from './stack.ts';
import { spreadOf } from './statistics.ts';
import { bareWaiter, breachesOf, CLOCKS, hubWaiter } from './waiters.ts';

/** A second, for one case in a hundred: a person's clock on the wall is no closer. */
const AIM_MS = 1_000;

/** Cases fall due one after the other at a steady rate: how late the breach is on record. */
export async function timerLateness(
  stack: TimerStack,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  log: Log,
): Promise<Row[]> {
  const [hub, bare] = [await hubWaiter(stack.hub), bareWaiter(stack.bare)];
  const deadlines = { count: perSecond * seconds, everyMs: 1000 / perSecond };
  log(`${perSecond} cases due each second for ${seconds} s`);
  const ours = await meet(hub, deadlines, log);
  const theirs = spreadOf((await meet(bare, deadlines, log)).lateness);
  const breaches = await breachesOf(stack.hub.databaseUrl, ours);
  await hub.close();
  await bare.close();
  const late = spreadOf(ours.lateness);
  const expected = deadlines.count * CLOCKS;
  const compare = (measure: string, of: 'p50' | 'p99' | 'max'): Row => ({
    measure,
    hub: ms(late[of]),
    beside: `bare workflow ${ms(theirs[of])}`,
    ratio: times(late[of] / theirs[of]),
  });
  return [
    compare(`${perSecond} cases due a second, lateness p50`, 'p50'),
    { ...compare(`  p99 of ${late.count}`, 'p99'), aim: `at most ${ms(AIM_MS)}`, isMet: late.p99 <= AIM_MS },
    compare('  max', 'max'),
    {
      measure: '  breaches that carry their true due instant',
      hub: `${breaches.atTrueInstant}`,
      beside: `of ${expected} due`,
      aim: 'every one',
      isMet: breaches.atTrueInstant === expected && breaches.count === expected,
    },
  ];
}
