import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import postgres from 'postgres';
import { connectDb } from '../db/client.ts';
import { rulesAt } from '../db/hub-rules.ts';
import { inParallel } from '../dev/in-parallel.ts';
import type { Log } from '../dev/progress.ts';
import type { CalendarEdition } from '../domain/calendar-edition.ts';
import { type Instant, instantFromMs } from '../domain/instant.ts';
import { dueAt } from '../domain/limits.ts';
import { localTimeOf } from '../domain/local-time.ts';
import type { HubRules } from '../domain/policy.ts';
import { publicationWorkflow, referralStream } from '../domain/streams.ts';
import { BARE_TIMER_QUEUE } from './bare-timer.ts';
import { type HistoryCost, historyCost } from './history-cost.ts';
import { openCases, untilArmed } from './open-cases.ts';
import { succeed } from './referral-lifecycle.ts';
import { type Row, times } from './report.ts';
import type { BenchHub, TimerStack } from './stack.ts';
import { CLOCKS } from './waiters.ts';

/** Histories read before and after; every case costs the same, so a few tell. */
const SAMPLE = 20;
const MOST_BARE = 1_000;
/** As many as a publication tells at once. */
const AT_ONCE = 16;
const POLL_MS = 500;
/** A case that could not be told is tried again after 15 seconds; longer without progress is a fault. */
const STANDSTILL_MS = 60_000;

/** A day is proclaimed a holiday while many cases are open: how fast their clocks move, and what that costs. */
export async function publication(
  { hub, bare }: TimerStack,
  { cases }: { readonly cases: number },
  log: Log,
): Promise<Row[]> {
  const receivedAt = instantFromMs(Date.now());
  const rules = await rulesNow(hub.databaseUrl, receivedAt);
  log(`publication: opening ${cases} cases`);
  const opening = Array.from({ length: cases }, () => ({ receivedAt, rules }));
  const refs = await openCases(hub, opening, (opened) => log(`publication: ${opened} of ${cases} open`));
  await untilArmed(hub.client, refs.map(referralStream));
  const sample = refs.slice(0, SAMPLE).map(referralStream);
  const before = await costOf(hub.client, sample);
  const told = await publish(hub, { calendar: proclaimed(rules, receivedAt), cases }, log);
  const after = await costOf(hub.client, sample);
  const overhead = await costOf(hub.client, [publicationWorkflow(told.publication)]);
  const rearmed = await rearmedClocks(hub.databaseUrl, told.publication);
  log('publication: the same number of updates a second to bare workflows');
  const barePerSecond = await bareUpdates(bare.client, Math.min(cases, MOST_BARE));
  const actions = (after.actions - before.actions) / SAMPLE + overhead.actions / cases;
  return [
    {
      measure: `${cases} open cases re-armed in one run`,
      hub: `${told.perSecond.toFixed(1)} /s`,
      beside: `one update of a bare workflow, ${AT_ONCE} at a time ${barePerSecond.toFixed(1)} /s`,
      ratio: times(told.perSecond / barePerSecond),
    },
    {
      measure: '  clocks re-armed',
      hub: `${rearmed}`,
      beside: `of ${cases * CLOCKS} running`,
      aim: 'every one',
      isMet: rearmed === cases * CLOCKS,
    },
    {
      measure: '  billable actions a case',
      hub: actions.toFixed(2),
      beside: `${(actions * cases).toFixed(0)} in all, of them ${overhead.actions} for the run itself`,
    },
    {
      measure: '  history events a case',
      hub: ((after.events - before.events) / SAMPLE).toFixed(1),
      beside: `${overhead.events} in the run's own last history`,
    },
  ];
}

async function rulesNow(databaseUrl: string, receivedAt: Instant): Promise<HubRules> {
  const { db, close } = connectDb(databaseUrl, { max: 1 });
  try {
    return await rulesAt(db, receivedAt);
  } finally {
    await close();
  }
}

/** The calendar with one more holiday: the day on which the cases just received are due. */
function proclaimed(rules: HubRules, receivedAt: Instant): CalendarEdition {
  const { calendar, policy } = rules;
  const { date } = localTimeOf(dueAt(receivedAt, policy.clocks.DECISION.limit, rules), calendar);
  const bankHolidays = [...calendar.bankHolidays, { date, title: 'Day proclaimed for the benchmark' }];
  return {
    ...calendar,
    edition: `${calendar.edition}-with-proclaimed-day`,
    bankHolidays: bankHolidays.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** Two administrators publish the calendar; ends when every open case goes by it. */
async function publish(
  hub: BenchHub,
  { calendar, cases }: { readonly calendar: CalendarEdition; readonly cases: number },
  log: Log,
): Promise<{ readonly publication: number; readonly perSecond: number }> {
  const proposal = await succeed(hub, {
    by: 'administrator',
    path: '/v1/rules/proposals',
    body: { kind: 'CALENDAR', document: calendar },
  });
  const { no } = proposal.body as { no: number };
  const startedMs = performance.now();
  const path = `/v1/rules/proposals/${no}/agreement`;
  const agreement = await succeed(hub, { by: 'secondAdministrator', path, body: {} });
  await untilAdopted(hub.databaseUrl, { edition: calendar.edition, cases }, log);
  const seconds = (performance.now() - startedMs) / 1000;
  const answer = agreement.body as { publication: number };
  return { publication: answer.publication, perSecond: cases / seconds };
}

async function untilAdopted(
  databaseUrl: string,
  { edition, cases }: { readonly edition: string; readonly cases: number },
  log: Log,
): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    let known = 0;
    let progressMs = Date.now();
    while (known < cases) {
      await sleep(POLL_MS);
      const [row] = await sql<{ adopted: number }[]>`
        select count(*)::int as adopted from referrals where calendar_edition = ${edition}`;
      const adopted = row?.adopted ?? 0;
      if (Math.floor(adopted / 500) > Math.floor(known / 500))
        log(`publication: ${adopted} of ${cases} told`);
      if (adopted > known) progressMs = Date.now();
      if (Date.now() - progressMs > STANDSTILL_MS) {
        throw new Error(`the publication stands still at ${adopted} of ${cases}`);
      }
      known = adopted;
    }
  } finally {
    await sql.end();
  }
}

async function costOf(client: Client, workflowIds: readonly string[]): Promise<HistoryCost> {
  const sum = { events: 0, actions: 0 };
  for (const workflowId of workflowIds) {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const cost = historyCost(events ?? []);
    sum.events += cost.events;
    sum.actions += cost.actions;
  }
  return sum;
}

/** Clocks moved by this publication, each once. */
async function rearmedClocks(databaseUrl: string, no: number): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const [row] = await sql<{ clocks: number }[]>`
      select count(distinct (stream, event->>'clock', event->'terms'->>'id'))::int as clocks from ledger
      where event->>'type' = 'ClockRearmed' and (event->>'publication')::int = ${no}`;
    return row?.clocks ?? 0;
  } finally {
    await sql.end();
  }
}

async function bareUpdates(client: Client, count: number): Promise<number> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const dueMs = Date.now() + 24 * 3_600_000;
  await inParallel(ids, AT_ONCE, async (workflowId) => {
    await client.workflow.start('bareMovableTimer', {
      workflowId,
      taskQueue: BARE_TIMER_QUEUE,
      args: [workflowId, dueMs],
    });
  });
  await untilArmed(client, ids);
  const startedMs = performance.now();
  await inParallel(ids, AT_ONCE, async (workflowId) => {
    await client.workflow.getHandle(workflowId).executeUpdate('rearm', { args: [dueMs + 3_600_000] });
  });
  return count / ((performance.now() - startedMs) / 1000);
}
