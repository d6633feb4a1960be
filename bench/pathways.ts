import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { connectDb } from '../db/client.ts';
import { verifyLedger } from '../db/ledger-verification.ts';
import { inParallel } from '../dev/in-parallel.ts';
import type { GuardedServer } from '../dev/processes.ts';
import type { Log } from '../dev/progress.ts';
import { type AnyEvent, fold, owedDeliveries } from '../domain/follow-on/run.ts';
import { isEnded } from '../domain/follow-on/state.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold as foldReferral } from '../domain/referral/evolve.ts';
import { isClosed } from '../domain/referral/state.ts';
import { referralStream } from '../domain/streams.ts';
import { beginPathway, PATHWAYS, type Pathway, walk } from './pathway-steps.ts';
import { type Row, seconds, times } from './report.ts';
import type { BenchHub } from './stack.ts';

/** Requests under way at once; the pathways themselves are all open together. */
const REQUESTS_AT_ONCE = 32;
/** A worker dies after so many seconds, at random between the two, once three work. */
const KILL_AFTER_SECONDS = [2, 5] as const;
const SETTLE_MS = 300_000;
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
  const [rough, killed] = await Promise.all([
    walked(hub, count, log).finally(() => killing.abort()),
    killAtRandom(hub, workers, killing.signal),
  ]);
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
  await inParallel(all, REQUESTS_AT_ONCE, (pathway) => untilOver(hub, pathway));
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

/** Waits until the case and its referral have ended and told everybody, or patience has. */
async function untilOver({ client }: BenchHub, { stream, referralRef }: Pathway): Promise<void> {
  const runs = [stream, referralStream(referralRef)].map((id) => client.workflow.getHandle(id).result());
  const patience = new AbortController();
  const lost = sleep(SETTLE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([Promise.all(runs), lost]);
  patience.abort();
}

/** Which of these events, recorded once at most, were recorded again. */
function doneTwice(events: readonly { readonly type: string }[], onceOnly: readonly string[]): string[] {
  return onceOnly.filter((once) => events.filter(({ type }) => type === once).length > 1);
}

async function faultsAfter({ databaseUrl }: BenchHub, all: readonly Pathway[], log: Log) {
  const { db, close } = connectDb(databaseUrl, { max: 2 });
  const sql = postgres(databaseUrl, { max: 1 });
  const eventsOf = async <Event>(stream: string) => {
    const rows = await sql<{ event: Event }[]>`
      select event from ledger where stream = ${stream} order by seq`;
    return rows.map(({ event }) => event);
  };
  try {
    let lost = 0;
    let twice = 0;
    let counted = 0;
    for (const { stream, kind, referralRef } of all) {
      const events = await eventsOf<AnyEvent>(stream);
      const before = await eventsOf<ReferralEvent>(referralStream(referralRef));
      counted += events.length + before.length;
      const state = fold(events);
      const referral = foldReferral(before);
      const isOver = state !== undefined && isEnded(state) && referral !== undefined && isClosed(referral);
      if (!isOver || owedDeliveries(state).length > 0) {
        lost += 1;
        log(`pathways: ${stream} is not whole, ${state?.stage ?? 'not begun'} of ${referral?.stage}`);
        continue;
      }
      const again = [...doneTwice(events, kind.once), ...doneTwice(before, ONCE_IN_REFERRAL)];
      const [row] = await sql<{ cases: number }[]>`
        select count(*)::int as cases from follow_ons where referral_refs @> array[${referralRef}]`;
      twice += again.length + (row?.cases === 1 ? 0 : 1);
      if (again.length > 0) log(`pathways: recorded again for ${stream}: ${again.join(', ')}`);
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
