import type { Log } from '../dev/progress.ts';
import { referralStream } from '../domain/streams.ts';
import { bareInsertLifecycle, bareWorkflowLifecycle } from './bare-lifecycle.ts';
import { boardLag } from './board-lag.ts';
import { type HistoryCost, historyCost } from './history-cost.ts';
import { Durations, type Lifecycle, steadyLoad, throughput } from './load.ts';
import {
  decide,
  finish,
  type HubUnderTest,
  rate,
  receiveAhead,
  referralLifecycle,
} from './referral-lifecycle.ts';
import type { BenchStack } from './stack.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { type BytesPerReferral, bytesPerReferral, weigh } from './storage.ts';
import { memoryWithOpenCases, residentMiB } from './worker-memory.ts';

/** How hard and how long to measure. */
export type Plan = {
  readonly concurrency: number;
  readonly rounds: number;
  /** Length of one round of one side at full load, and at steady load. */
  readonly seconds: number;
  readonly steadySeconds: number;
  /** Steady load, in new cases a second. */
  readonly perSecond: number;
  /** Decisions whose row on the board is watched. */
  readonly decisions: number;
  readonly openCases: number;
};

type Sides = Readonly<Record<'hub' | 'bareWorkflow' | 'ordinaryActivities' | 'bareInsert', Lifecycle>>;

/** What a run measured: rates of each round per second, times in milliseconds, sizes in bytes, memory in MiB. */
export type Measured = {
  readonly perSecond: Readonly<Record<'hub' | 'bareWorkflow' | 'ordinaryActivities', readonly number[]>>;
  readonly receipt: Readonly<Record<'hub' | 'bareWorkflow' | 'bareInsert', Spread>>;
  readonly decision: Readonly<Record<'hub' | 'bareWorkflow', Spread>>;
  /** Decisions sent again, because the acknowledgement had changed the case meanwhile. */
  readonly decisionsSeenAgain: number;
  /** The dearest of several plain referrals. */
  readonly history: HistoryCost;
  readonly bytes: Readonly<Record<'asGrown' | 'packed', BytesPerReferral>>;
  readonly boardLag: Readonly<Record<'afterAnswer' | 'afterSending', Spread>>;
  readonly workerMiB: { readonly afterLoad: number; readonly withOpenCases: number };
};

const WARM_UP_SECONDS = 3;
const HISTORIES = 10;

/** Measures everything in one run; peers take turns with the hub, so that a slow minute slows them all. */
export async function measure(stack: BenchStack, plan: Plan, log: Log): Promise<Measured> {
  const { hub } = stack;
  const empty = await weigh(hub.databaseUrl, { packed: false });
  const sides: Sides = {
    hub: await referralLifecycle(hub),
    bareWorkflow: bareWorkflowLifecycle(stack.bareClient),
    ordinaryActivities: await referralLifecycle(stack.ordinaryHub),
    bareInsert: bareInsertLifecycle(stack.bareInsertUrl),
  };
  log('warming up');
  for (const side of Object.values(sides)) {
    await throughput(side, { concurrency: plan.concurrency, seconds: WARM_UP_SECONDS });
  }
  const perSecond = await rates(sides, plan, log);
  const waits = await latencies(sides, plan, log);
  log('events of histories, lag of the board, bytes');
  const history = await plainPathCost(hub);
  const lag = await boardLag(hub, hub.databaseUrl, plan.decisions);
  const asGrown = bytesPerReferral(empty, await weigh(hub.databaseUrl, { packed: false }));
  const packed = bytesPerReferral(empty, await weigh(hub.databaseUrl, { packed: true }));
  const afterLoad = await residentMiB(hub.worker.mark.pid);
  const withOpenCases = await memoryWithOpenCases(
    hub,
    { cases: plan.openCases, workerPid: hub.worker.mark.pid },
    (opened) => log(`memory: ${opened} of ${plan.openCases} cases open`),
  );
  return {
    perSecond,
    ...waits,
    history,
    bytes: { asGrown, packed },
    boardLag: { afterAnswer: spreadOf(lag.afterAnswer), afterSending: spreadOf(lag.afterSending) },
    workerMiB: { afterLoad, withOpenCases },
  };
}

async function rates(sides: Sides, plan: Plan, log: Log): Promise<Measured['perSecond']> {
  const perSecond = { hub: [], bareWorkflow: [], ordinaryActivities: [] } as Record<
    keyof Measured['perSecond'],
    number[]
  >;
  for (let round = 1; round <= plan.rounds; round++) {
    log(`throughput: round ${round} of ${plan.rounds}, ${plan.concurrency} at a time`);
    for (const side of ['hub', 'bareWorkflow', 'ordinaryActivities'] as const) {
      perSecond[side].push(await throughput(sides[side], plan));
    }
  }
  return perSecond;
}

async function latencies(
  sides: Sides,
  plan: Plan,
  log: Log,
): Promise<Pick<Measured, 'receipt' | 'decision' | 'decisionsSeenAgain'>> {
  const taken = { hub: new Durations(), bareWorkflow: new Durations(), bareInsert: new Durations() };
  for (let round = 1; round <= plan.rounds; round++) {
    log(`steady load: round ${round} of ${plan.rounds}, ${plan.perSecond} new cases a second`);
    for (const side of ['hub', 'bareWorkflow', 'bareInsert'] as const) {
      await steadyLoad(sides[side], taken[side], {
        perSecond: plan.perSecond,
        seconds: plan.steadySeconds,
      });
    }
  }
  const of = (side: keyof typeof taken, step: string) => spreadOf(taken[side].of(step));
  return {
    receipt: {
      hub: of('hub', 'receipt'),
      bareWorkflow: of('bareWorkflow', 'receipt'),
      bareInsert: of('bareInsert', 'receipt'),
    },
    decision: { hub: of('hub', 'decision'), bareWorkflow: of('bareWorkflow', 'decision') },
    decisionsSeenAgain: taken.hub.of('decision, seen again').length,
  };
}

async function plainPathCost(hub: HubUnderTest): Promise<HistoryCost> {
  const costs: HistoryCost[] = [];
  for (const ref of await receiveAhead(hub, HISTORIES)) {
    await decide(hub, ref, await rate(hub, ref), (_, work) => work());
    await finish(hub, ref);
    const { events } = await hub.client.workflow.getHandle(referralStream(ref)).fetchHistory();
    costs.push(historyCost(events ?? []));
  }
  return {
    events: Math.max(...costs.map((cost) => cost.events)),
    actions: Math.max(...costs.map((cost) => cost.actions)),
  };
}
