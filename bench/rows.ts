import type { Measured, Plan } from './measurements.ts';
import { ms, type Row, times } from './report.ts';
import { median } from './statistics.ts';

/** What the hub aims at; the reasons are in the README. */
const AIMS = { events: 120, actions: 40, workerMiB: 400, throughput: 0.5, decision: 2 };

/** Every figure with its peer or limit, in reading order. */
export function rowsOf(measured: Measured, plan: Plan): Row[] {
  return [...throughputRows(measured, plan), ...latencyRows(measured, plan), ...costRows(measured, plan)];
}

function throughputRows({ perSecond }: Measured, { concurrency }: Plan): Row[] {
  const hub = median(perSecond.hub);
  const bare = median(perSecond.bareWorkflow);
  const ordinary = median(perSecond.ordinaryActivities);
  const rate = (value: number) => `${value.toFixed(1)} /s`;
  return [
    {
      measure: `Referral lifecycles, ${concurrency} at a time`,
      hub: rate(hub),
      beside: `bare workflow ${rate(bare)}`,
      ratio: times(hub / bare),
      aim: `at least ${times(AIMS.throughput)}`,
      isMet: hub / bare >= AIMS.throughput,
    },
    {
      measure: 'Ledger by local activities',
      hub: rate(hub),
      beside: `by ordinary activities ${rate(ordinary)}`,
      ratio: times(hub / ordinary),
    },
  ];
}

function latencyRows({ receipt, decision, decisionsSeenAgain }: Measured, { perSecond }: Plan): Row[] {
  const at = `at ${perSecond} cases/s`;
  const compare = (what: string, hub: number, peer: string, beside: number): Row => ({
    measure: `${what} ${at}`,
    hub: ms(hub),
    beside: `${peer} ${ms(beside)}`,
    ratio: times(hub / beside),
  });
  const again = decisionsSeenAgain === 0 ? '' : ` (${decisionsSeenAgain} more looked again)`;
  const p99 = decision.hub.p99 / decision.bareWorkflow.p99;
  return [
    compare('Receipt p50', receipt.hub.p50, 'bare Fastify and insert', receipt.bareInsert.p50),
    compare('Receipt p99', receipt.hub.p99, 'bare Fastify and insert', receipt.bareInsert.p99),
    compare('Receipt p50', receipt.hub.p50, 'bare workflow start', receipt.bareWorkflow.p50),
    compare('Receipt p99', receipt.hub.p99, 'bare workflow start', receipt.bareWorkflow.p99),
    compare('Decision p50', decision.hub.p50, 'bare update', decision.bareWorkflow.p50),
    {
      ...compare('Decision p99', decision.hub.p99, 'bare update', decision.bareWorkflow.p99),
      measure: `Decision p99 ${at}, ${decision.hub.count} decisions${again}`,
      aim: `at most ${times(AIMS.decision)}`,
      isMet: p99 <= AIMS.decision,
    },
  ];
}

function costRows({ history, bytes, boardLag, workerMiB }: Measured, { openCases }: Plan): Row[] {
  const { asGrown, packed } = bytes;
  const kb = (count: number) => `${(count / 1000).toFixed(1)} kB`;
  const limited = (measure: string, value: number, limit: number, unit: string): Row => ({
    measure,
    hub: `${Math.round(value)} ${unit}`,
    beside: `limit ${limit} ${unit}`,
    ratio: times(value / limit),
    isMet: value < limit,
  });
  return [
    limited('Temporal history, plain path', history.events, AIMS.events, 'events'),
    limited('Billable, plain path', history.actions, AIMS.actions, 'actions'),
    {
      measure: 'Postgres per referral, record',
      hub: kb(asGrown.record),
      beside: `packed ${kb(packed.record)}`,
    },
    {
      measure: 'Postgres per referral, projections',
      hub: kb(asGrown.projections),
      beside: `packed ${kb(packed.projections)}`,
    },
    {
      measure: 'Decision to board row, p50',
      hub: lag(boardLag.afterAnswer.p50),
      beside: `${ms(boardLag.afterSending.p50)} after sending`,
    },
    {
      measure: `Decision to board row, p99 of ${boardLag.afterAnswer.count}`,
      hub: lag(boardLag.afterAnswer.p99),
      beside: `${ms(boardLag.afterSending.p99)} after sending`,
    },
    { measure: 'Worker memory after the load', hub: `${Math.round(workerMiB.afterLoad)} MiB`, beside: '' },
    limited(`Worker memory, ${openCases} open cases`, workerMiB.withOpenCases, AIMS.workerMiB, 'MiB'),
  ];
}

function lag(afterAnswerMs: number): string {
  return afterAnswerMs < 0
    ? `${ms(-afterAnswerMs)} before the answer`
    : `${ms(afterAnswerMs)} after the answer`;
}
