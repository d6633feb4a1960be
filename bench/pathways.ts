import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { connectDb } from '../db/client.ts';
import { verifyLedger } from '../db/ledger-verification.ts';
import { inParallel } from '../dev/in-parallel.ts';
import type { GuardedServer } from '../dev/processes.ts';
import type { Log } from '../dev/progress.ts';
import { brokenRules } from '../domain/invariant.ts';
import { type AnyEvent, fold, owedDeliveries, standingOfFollowOn } from '../domain/follow-on/run.ts';
import { isEnded } from '../domain/follow-on/state.ts';
import { beginPathways, PATHWAYS, type Pathway, walk } from './pathway-steps.ts';
import { type Row, seconds, times } from './report.ts';
import type { BenchHub } from './stack.ts';

/** Pathways walked at once. */
const AT_ONCE = 32;
/** A worker dies after so many seconds, at random between the two. */
const KILL_AFTER_SECONDS = [2, 5] as const;
const SETTLE_MS = 120_000;
const POLL_MS = 500;

/**
 * Many cases after their decisions, walked to their ends while three workers run and one of them, chosen at random, is killed every few seconds; beside the same number with nobody killed. Then the ledger is asked whether
 * anything was lost or done twice.
 */
export async function pathways(
  hub: BenchHub,
  { count }: { readonly count: number },
  log: Log,
): Promise<Row[]> {
  const workers = [hub.worker, await hub.startWorker(), await hub.startWorker()];
  log(`pathways: ${count} walked with nobody killed`);
  const calm = await walked(hub, count, log);
  log(`pathways: ${count} walked while workers are killed`);
  const killing = new AbortController();
  const deaths = killAtRandom(hub, workers, killing.signal, log);
  const rough = await walked(hub, count, log);
  killing.abort();
  const killed = await deaths;
  const faults = await faultsAfter(hub, [...calm.pathways, ...rough.pathways], log);
  return [
    {
      measure: `${count} pathways at once, to their ends`,
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
      measure: '  done twice: a beginning, a step or an end recorded again',
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
  let done = 0;
  const all: Pathway[] = [];
  await inParallel(kinds, AT_ONCE, async (kind) => {
    const pathway = await beginPathways(hub, kind);
    all.push(pathway);
    await walk(hub, pathway);
    done += 1;
    if (done % 100 === 0) log(`pathways: ${done} of ${count} walked`);
  });
  await untilEnded(hub, all);
  return { pathways: all, ms: performance.now() - startedMs };
}

/** Kills one of the workers, starts another in its place, and again, until told to stop; answers how often. */
async function killAtRandom(
  hub: BenchHub,
  workers: GuardedServer[],
  signal: AbortSignal,
  log: Log,
): Promise<number> {
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
  log(`pathways: ${killed} workers were killed`);
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

/** Events that a case records once at most, whatever is repeated. */
function doneTwice(events: readonly AnyEvent[], onceOnly: ReadonlySet<string>): number {
  const counted = new Map<string, number>();
  for (const { type } of events) if (onceOnly.has(type)) counted.set(type, (counted.get(type) ?? 0) + 1);
  return [...counted.values()].filter((times_) => times_ > 1).length;
}

async function faultsAfter({ databaseUrl, client }: BenchHub, all: readonly Pathway[], log: Log) {
  const { db, close } = connectDb(databaseUrl, { max: 2 });
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    let lost = 0;
    let twice = 0;
    let counted = 0;
    for (const { stream, once, referralRef } of all) {
      const rows = await sql<{ event: AnyEvent }[]>`
        select event from ledger where stream = ${stream} order by seq`;
      const events = rows.map(({ event }) => event);
      counted += events.length;
      const state = fold(events);
      const isWhole =
        state !== undefined &&
        isEnded(state) &&
        owedDeliveries(state).length === 0 &&
        (isEnded(state) || brokenRules(standingOfFollowOn(state)).length === 0);
      if (!isWhole) {
        lost += 1;
        log(`pathways: ${stream} is not whole, ${state?.stage ?? 'not begun'}`);
      }
      twice += doneTwice(events, new Set(once));
      const [row] = await sql<{ cases: number }[]>`
        select count(*)::int as cases from follow_ons where referral_refs @> array[${referralRef}]`;
      if (row?.cases !== 1) twice += 1;
      await client.workflow.getHandle(stream).result();
    }
    const { faults } = await verifyLedger(db);
    return { lost, twice, events: counted, ledger: faults.length };
  } finally {
    await sql.end();
    await close();
  }
}
