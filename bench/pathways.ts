import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { connectDb } from '../db/client.ts';
import { verifyLedger } from '../db/ledger-verification.ts';
import { inParallel } from '../dev/in-parallel.ts';
import type { GuardedServer } from '../dev/processes.ts';
import type { Log } from '../dev/progress.ts';
import { type AnyEvent, fold, owedDeliveries } from '../domain/follow-on/run.ts';
import { isEnded } from '../domain/follow-on/state.ts';
import { referralStream } from '../domain/streams.ts';
import { beginPathway, PATHWAYS, type Pathway, walk } from './pathway-steps.ts';
import { type Row, seconds, times } from './report.ts';
import type { BenchHub } from './stack.ts';

/** Requests under way at once; the pathways themselves are all open together. */
const REQUESTS_AT_ONCE = 32;
/** A worker dies after so many seconds, at random between the two, once three work. */
const KILL_AFTER_SECONDS = [2, 5] as const;
const SETTLE_MS = 300_000;
const POLL_MS = 500;
/** What a referral on the way to its case records once, whatever is repeated. */
const ONCE_IN_REFERRAL = [
  'ReferralReceived',
  'DecisionMade',
  'FollowOnAsked',
  'FollowOnBegun',
  'FeedbackSent',
];

/**
 * Many cases after their decisions, all open together and then walked to their ends, while three workers run and one
 * of them, chosen at random, is killed every few seconds; beside the same number with nobody killed. Then the ledger
 * is asked whether anything was lost or done twice.
 */
export async function pathways(
  hub: BenchHub,
  { count }: { readonly count: number },
  log: Log,
): Promise<Row[]> {
  const workers = [hub.worker, await hub.startWorker(), await hub.startWorker()];
  log(`pathways: ${count} with nobody killed`);
  const calm = await walked(hub, count, log);
  log(`pathways: ${count} while workers are killed`);
  const killing = new AbortController();
  const deaths = killAtRandom(hub, workers, killing.signal);
  const rough = await walked(hub, count, log);
  killing.abort();
  const killed = await deaths;
  log(`pathways: ${killed} workers were killed; looking for what was lost or done twice`);
  const faults = await faultsAfter(hub, [...calm.pathways, ...rough.pathways], log);
  return [
    {
      measure: `${count} pathways open together, to their ends`,
      hub: `${seconds(rough.ms)}, ${killed} workers killed`,
      beside: `nobody killed ${seconds(calm.ms)}`,
      ratio: times(rough.ms / calm.ms),
    },
    {
      measure: '  lost: cases not begun, not ended, or with something still owed',
      hub: `${faults.lost}`,
      beside: `of ${2 * count}`,
      aim: 'none',
      isMet: faults.lost === 0,
    },
    {
      measure: '  done twice: a beginning, a step, a letter or an end recorded again',
      hub: `${faults.twice}`,
      beside: `of ${faults.events} events`,
      aim: 'none',
      isMet: faults.twice === 0,
    },
    {
      measure: '  rows of the ledger whose chain does not hold',
      hub: `${faults.ledger}`,
      beside: 'of all',
      aim: 'none',
      isMet: faults.ledger === 0,
    },
  ];
}

async function walked(hub: BenchHub, count: number, log: Log) {
  const kinds = Array.from({ length: count }, (_, index) => PATHWAYS[index % PATHWAYS.length] ?? PATHWAYS[0]);
  const startedMs = performance.now();
  const all: Pathway[] = [];
  await inParallel(kinds, REQUESTS_AT_ONCE, async (kind) => {
    all.push(await beginPathway(hub, kind));
    if (all.length % 100 === 0) log(`pathways: ${all.length} of ${count} open`);
  });
  let done = 0;
  await inParallel(all, REQUESTS_AT_ONCE, async (pathway) => {
    await walk(hub, pathway);
    done += 1;
    if (done % 100 === 0) log(`pathways: ${done} of ${count} walked`);
  });
  await untilEnded(hub, all);
  return { pathways: all, ms: performance.now() - startedMs };
}

/** Kills one of the workers, has another take its place, and again, until told to stop; answers how often. */
async function killAtRandom(hub: BenchHub, workers: GuardedServer[], signal: AbortSignal): Promise<number> {
  // A generator of its own, so that every run kills by the same dice.
  let seed = 20_281;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const [least, most] = KILL_AFTER_SECONDS;
  let killed = 0;
  while (!signal.aborted) {
    await sleep((least + random() * (most - least)) * 1000);
    const index = Math.floor(random() * workers.length);
    await workers[index]?.stop('SIGKILL');
    killed += 1;
    workers[index] = await hub.startWorker();
  }
  return killed;
}

/** Waits until every case of these has ended in the ledger, or patience has. */
async function untilEnded({ databaseUrl }: BenchHub, all: readonly Pathway[]): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const streams = all.map(({ stream }) => stream);
    for (const deadlineMs = Date.now() + SETTLE_MS; ; await sleep(POLL_MS)) {
      const [row] = await sql<{ open: number }[]>`
        select count(*)::int as open from follow_ons where stream = any(${streams}) and closed_at is null`;
      if (row?.open === 0 || Date.now() > deadlineMs) return;
    }
  } finally {
    await sql.end();
  }
}

/** How many of these events, which a case records once at most, were recorded again. */
function doneTwice(events: readonly AnyEvent[], onceOnly: readonly string[]): number {
  return onceOnly.filter((once) => events.filter(({ type }) => type === once).length > 1).length;
}

async function faultsAfter({ databaseUrl, client }: BenchHub, all: readonly Pathway[], log: Log) {
  const { db, close } = connectDb(databaseUrl, { max: 2 });
  const sql = postgres(databaseUrl, { max: 1 });
  const eventsOf = async (stream: string) => {
    const rows = await sql<{ event: AnyEvent }[]>`
      select event from ledger where stream = ${stream} order by seq`;
    return rows.map(({ event }) => event);
  };
  try {
    let lost = 0;
    let twice = 0;
    let counted = 0;
    for (const { stream, kind, referralRef } of all) {
      const events = await eventsOf(stream);
      const before = await eventsOf(referralStream(referralRef));
      counted += events.length + before.length;
      const state = fold(events);
      if (state === undefined || !isEnded(state) || owedDeliveries(state).length > 0) {
        lost += 1;
        log(`pathways: ${stream} is not whole, ${state?.stage ?? 'not begun'}`);
        continue;
      }
      const again = doneTwice(events, kind.once) + doneTwice(before, ONCE_IN_REFERRAL);
      const [row] = await sql<{ cases: number }[]>`
        select count(*)::int as cases from follow_ons where referral_refs @> array[${referralRef}]`;
      twice += again + (row?.cases === 1 ? 0 : 1);
      if (again > 0) log(`pathways: ${again} events of ${stream} or ${referralRef} were recorded again`);
      await client.workflow.getHandle(stream).result();
    }
    // Nothing in these pathways is told to the same person twice.
    const [letters] = await sql<{ again: number }[]>`
      select count(*)::int as again from (
        select 1 from messages
        group by contact_ref, referral_ref, template, recipient, body having count(*) > 1) as repeated`;
    const { faults } = await verifyLedger(db);
    return { lost, twice: twice + (letters?.again ?? 0), events: counted, ledger: faults.length };
  } finally {
    await sql.end();
    await close();
  }
}
