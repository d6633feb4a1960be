import {
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  setHandler,
  sleep,
} from '@temporalio/workflow';

/** A plain referral has as many updates and timers, begun and let go in the same steps. */
const TIMERS_AT_START = 3;
const TIMERS_AT_UPDATE = [
  { started: 1, ended: 1 },
  { started: 0, ended: 2 },
  { started: 0, ended: 1 },
  { started: 0, ended: 0 },
];

const stepUpdate = defineUpdate<number, [words: string]>('step');

/** A referral's skeleton: the same updates and timers, and nothing else. */
export async function bareWorkflow(): Promise<void> {
  const timers: CancellationScope[] = [];
  let steps = 0;
  for (let index = 0; index < TIMERS_AT_START; index++) timers.push(startTimer());
  setHandler(stepUpdate, () => {
    const { started, ended } = TIMERS_AT_UPDATE[steps] ?? { started: 0, ended: 0 };
    for (let index = 0; index < started; index++) timers.push(startTimer());
    for (const timer of timers.splice(0, ended)) timer.cancel();
    steps += 1;
    return steps;
  });
  await condition(() => steps === TIMERS_AT_UPDATE.length);
}

function startTimer(): CancellationScope {
  const scope = new CancellationScope();
  scope
    .run(() => sleep('1 day'))
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  return scope;
}
