import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../dev/progress.ts';
import { addMs, DAY_MS, instantFromMs } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { informationRequestStream } from '../domain/streams.ts';
import { rulesForCase } from '../policy/case-rules.ts';
import { defaultRules } from '../policy/editions.ts';
import { type Met, meet, type Waiter } from './deadlines.ts';
import { untilArmed } from './open-cases.ts';
import { type Asking, openRequests } from './open-requests.ts';
import { CONTACT, succeed } from './referral-lifecycle.ts';
import { type Row, seconds, times } from './report.ts';
import type { BenchHub, TimerStack } from './stack.ts';
import { spreadOf } from './statistics.ts';
import { bareWaiter, breachesOf, stampedLedger } from './waiters.ts';

const POLL_MS = 500;

/** Many agencies have not answered when their time is up: how fast it is written, and how soon their leads are told. */
export async function requestBursts(
  stack: TimerStack,
  { size, rounds }: { readonly size: number; readonly rounds: number },
  log: Log,
): Promise<Row[]> {
  const [hub, bare] = [await requestWaiter(stack.hub), bareWaiter(stack.bare)];
  const met: Record<'hub' | 'bare', Met[]> = { hub: [], bare: [] };
  const told: number[] = [];
  let atTrueInstant = 0;
  for (let round = 1; round <= rounds; round++) {
    log(`${size} requests: round ${round} of ${rounds}`);
    const ours = await meet(hub, { count: size, everyMs: 0 }, log);
    told.push(await untilLeadsAreTold(stack.hub.databaseUrl, ours));
    met.hub.push(ours);
    met.bare.push(await meet(bare, { count: size, everyMs: 0 }, log));
    atTrueInstant += (await breachesOf(stack.hub.databaseUrl, ours, informationRequestStream)).atTrueInstant;
  }
  await hub.close();
  await bare.close();
  return rowsOf(met, { size, rounds, told, atTrueInstant });
}

type Burst = {
  readonly size: number;
  readonly rounds: number;
  /** Milliseconds from the due instant until every lead had been told, of each round. */
  readonly told: readonly number[];
  readonly atTrueInstant: number;
};

function rowsOf(met: Record<'hub' | 'bare', Met[]>, { size, rounds, told, atTrueInstant }: Burst): Row[] {
  const drained = (side: Met[]) => Math.max(...side.flatMap(({ lateness }) => lateness));
  const spread = (side: Met[]) => {
    const { p50, p99, max } = spreadOf(side.flatMap(({ lateness }) => lateness));
    return `${seconds(p50)}, ${seconds(p99)}, ${seconds(max)}`;
  };
  return [
    {
      measure: `${size} requests that time out together, drained in`,
      hub: seconds(drained(met.hub)),
      beside: `bare workflow ${seconds(drained(met.bare))}`,
      ratio: times(drained(met.hub) / drained(met.bare)),
    },
    {
      measure: '  lateness p50, p99, max',
      hub: spread(met.hub),
      beside: `bare workflow ${spread(met.bare)}`,
    },
    {
      measure: '  breaches that carry their true due instant',
      hub: `${atTrueInstant}`,
      beside: `of ${size * rounds} due`,
      aim: 'every one',
      isMet: atTrueInstant === size * rounds,
    },
    {
      measure: '  until every safeguarding lead was told',
      hub: seconds(Math.max(...told)),
      beside: 'no peer: the bare workflow tells nobody',
    },
  ];
}

/** Requests whose time ends at one instant; written when the breach is. */
async function requestWaiter(hub: BenchHub): Promise<Waiter & { close(): Promise<void> }> {
  const sql = await stampedLedger(hub.databaseUrl);
  const asking = await askingReferral(hub);
  let opened = 0;
  return {
    name: 'hub',
    workerPid: hub.worker.mark.pid,
    open: async (dueMs, onProgress) => {
      const firstNo = opened + 1;
      opened += dueMs.length;
      const due = dueMs.map((ms) => instantFromMs(ms));
      const rules = rulesForCase(promptRules(), addMs(instantFromMs(Date.now()), -DAY_MS));
      const ids = await openRequests(hub, { asking, firstNo, rules }, due, onProgress);
      await untilArmed(hub.client, ids.map(informationRequestStream));
      return ids;
    },
    written: async (ids) => {
      const rows = await sql<{ stream: string; written: Date }[]>`
        select stream, written_at as written from ledger
        where event->>'type' = 'ClockBreached' and stream = any(${ids.map(informationRequestStream)})`;
      return new Map(
        rows.map(({ stream, written }) => [
          stream.slice(informationRequestStream('').length),
          written.getTime(),
        ]),
      );
    },
    close: () => sql.end(),
  };
}

/** A day for the answer, all of it for the agency, and nothing said before its end. */
function promptRules(): HubRules {
  const { policy, calendar } = defaultRules();
  const { triage } = policy;
  if (triage === undefined) throw new Error('the policy that ships says nothing about agencies');
  const day = { limit: { amount: 24, unit: 'CH' }, source: 'made for the benchmark' } as const;
  const agencyRequests = { ...triage.agencyRequests, share: 1, remindAt: 1, leadAt: 1 };
  return {
    policy: {
      ...policy,
      clocks: { ...policy.clocks, DECISION: day },
      ragTargets: { ...policy.ragTargets, AMBER: null },
      warningFractions: [],
      triage: { ...triage, agencyRequests },
    },
    calendar,
  };
}

async function askingReferral(hub: BenchHub): Promise<Asking> {
  const { body } = await succeed(hub, { by: 'referrer', path: '/v1/contacts', body: CONTACT });
  const { contactRef, referrals } = body as { contactRef: string; referrals: { referralRef: string }[] };
  return { contactRef, referralRef: referrals[0]?.referralRef ?? '' };
}

async function untilLeadsAreTold(databaseUrl: string, { ids, dueMs }: Met): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    for (;;) {
      const keys = ids.map((id) => `${id}/AGENCY_LEAD_TOLD`);
      const rows = await sql`select 1 from messages where key = any(${keys})`;
      if (rows.length === ids.length) return Date.now() - (dueMs[0] ?? 0);
      await sleep(POLL_MS);
    }
  } finally {
    await sql.end();
  }
}
