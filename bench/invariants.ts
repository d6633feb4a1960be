import { randomUUID } from 'node:crypto';
import { inParallel } from '../dev/in-parallel.ts';
import type { Log } from '../dev/progress.ts';
import { instantFromMs } from '../domain/instant.ts';
import { referralStream } from '../domain/streams.ts';
import { defaultRules } from '../policy/editions.ts';
import { INVARIANTS_WORKFLOW, TASK_QUEUE } from '../workflows/contract.ts';
import { historyCost } from './history-cost.ts';
import { openCases, untilArmed } from './open-cases.ts';
import { type Row, seconds, times } from './report.ts';
import type { TimerStack } from './stack.ts';
import { median } from './statistics.ts';

const ROUNDS = 3;
const AT_ONCE = 16;

/** Every open case is held to its rules: how long that takes, beside asking the server about each one. */
export async function invariants(
  { hub }: Pick<TimerStack, 'hub'>,
  { cases }: { readonly cases: number },
  log: Log,
): Promise<Row[]> {
  const receivedAt = instantFromMs(Date.now());
  const opening = Array.from({ length: cases }, () => ({ receivedAt, rules: defaultRules() }));
  const refs = await openCases(hub, opening, (opened) => log(`invariants: ${opened} of ${cases} open`));
  const streams = refs.map(referralStream);
  await untilArmed(hub.client, streams);
  const run = { checked: 0, violations: 0, actions: 0 };
  const ours: number[] = [];
  const asked: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    log(`invariants: round ${round} of ${ROUNDS}`);
    ours.push(
      await took(async () => {
        const workflowId = `invariants-${randomUUID()}`;
        const handle = await hub.client.workflow.start(INVARIANTS_WORKFLOW, {
          workflowId,
          taskQueue: TASK_QUEUE,
        });
        Object.assign(run, await handle.result());
        run.actions = historyCost((await handle.fetchHistory()).events ?? []).actions;
      }),
    );
    asked.push(
      await took(() =>
        inParallel(streams, AT_ONCE, async (stream) => {
          await hub.client.workflow.getHandle(stream).describe();
        }),
      ),
    );
  }
  const [here, there] = [median(ours), median(asked)];
  return [
    {
      measure: `${cases} open cases held to every rule`,
      hub: seconds(here),
      beside: `asking Temporal about each, ${AT_ONCE} at a time ${seconds(there)}`,
      ratio: times(here / there),
      aim: `at most ${times(1)}`,
      isMet: here <= there,
    },
    {
      measure: '  cases looked at, rules found broken',
      hub: `${run.checked}, ${run.violations}`,
      beside: `of ${cases}, 0`,
      aim: 'the same',
      isMet: run.checked === cases && run.violations === 0,
    },
    { measure: '  billable actions of one run', hub: `${run.actions}`, beside: '' },
  ];
}

async function took(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
