import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import postgres from 'postgres';
import { inParallel } from '../dev/in-parallel.ts';
import { addMs, DAY_MS, instantFromMs } from '../domain/instant.ts';
import type { HubRules } from '../domain/policy.ts';
import { referralStream } from '../domain/streams.ts';
import { defaultRules } from '../policy/editions.ts';
import { BARE_TIMER_QUEUE } from './bare-timer.ts';
import type { Waiter } from './deadlines.ts';
import { openCases, untilArmed } from './open-cases.ts';
import type { BenchHub, TimerStack } from './stack.ts';

const STARTS_AT_ONCE = 16;
/** Acknowledgement, decision and feedback. */
export const CLOCKS = 3;

/** Received a day before it is due; all three clocks of a referral are late at once, and none warns before. */
const LIMIT = { limit: { amount: 24, unit: 'CH' }, source: 'made for the benchmark' } as const;

function rulesOfOneDay(): HubRules {
  const { policy, calendar } = defaultRules();
  const clocks = { ACKNOWLEDGEMENT: LIMIT, DECISION: LIMIT, FEEDBACK: LIMIT };
  return { policy: { ...policy, clocks, warningFractions: [] }, calendar };
}

/** Referrals whose three clocks end at one instant; written when all three breaches are. */
export async function hubWaiter(hub: BenchHub): Promise<Waiter & { close(): Promise<void> }> {
  const sql = await stampedLedger(hub.databaseUrl);
  const rules = rulesOfOneDay();
  return {
    name: 'hub',
    workerPid: hub.worker.mark.pid,
    open: async (dueMs, onProgress) => {
      const toOpen = dueMs.map((ms) => ({ receivedAt: addMs(instantFromMs(ms), -DAY_MS), rules }));
      const refs = await openCases(hub, toOpen, onProgress);
      await untilArmed(hub.client, refs.map(referralStream));
      return refs;
    },
    written: async (refs) => {
      const rows = await sql<{ stream: string; written: Date }[]>`
        select stream, max(written_at) as written from ledger
        where event->>'type' = 'ClockBreached' and stream = any(${refs.map(referralStream)})
        group by stream having count(*) = ${CLOCKS}`;
      return new Map(
        rows.map(({ stream, written }) => [stream.slice('referral:'.length), written.getTime()]),
      );
    },
    close: () => sql.end(),
  };
}

/** Breaches on record, and those of them that carry the due instant their case was opened for. */
export async function breachesOf(
  databaseUrl: string,
  { ids, dueMs }: { readonly ids: readonly string[]; readonly dueMs: readonly number[] },
  streamOf: (id: string) => string = referralStream,
): Promise<{ readonly count: number; readonly atTrueInstant: number }> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const due = new Map(ids.map((id, index) => [streamOf(id), dueMs[index]]));
    const rows = await sql<{ stream: string; event: { occurredAt: string }; at: Date }[]>`
      select stream, event, occurred_at as at from ledger
      where event->>'type' = 'ClockBreached' and stream = any(${[...due.keys()]})`;
    const isTrue = ({ stream, event, at }: (typeof rows)[number]) =>
      Date.parse(event.occurredAt) === due.get(stream) && at.getTime() === due.get(stream);
    return { count: rows.length, atTrueInstant: rows.filter(isTrue).length };
  } finally {
    await sql.end();
  }
}

/** Bare workflows: one timer, then one ordinary activity that writes one row. */
export function bareWaiter({ client, databaseUrl, worker }: TimerStack['bare']): Waiter & {
  close(): Promise<void>;
} {
  const sql = postgres(databaseUrl, { max: 1 });
  return {
    name: 'bare workflow',
    workerPid: worker.mark.pid,
    open: (dueMs, onProgress) => startBare(client, dueMs, onProgress),
    written: async (ids) => {
      const rows = await sql<{ id: string; written: Date }[]>`
        select id, written_at as written from bare_rows where id = any(${[...ids]})`;
      return new Map(rows.map(({ id, written }) => [id, written.getTime()]));
    },
    close: () => sql.end(),
  };
}

async function startBare(
  client: Client,
  dueMs: readonly number[],
  onProgress: (opened: number) => void,
): Promise<string[]> {
  const waits = dueMs.map((ms) => ({ id: randomUUID(), ms }));
  let done = 0;
  await inParallel(waits, STARTS_AT_ONCE, async ({ id, ms }) => {
    await client.workflow.start('bareTimer', {
      workflowId: id,
      taskQueue: BARE_TIMER_QUEUE,
      args: [id, ms],
    });
    done += 1;
    if (done % 500 === 0) onProgress(done);
  });
  const ids = waits.map(({ id }) => id);
  await untilArmed(client, ids);
  return ids;
}

/** The ledger keeps the case's own time; the benchmark also wants Postgres' at the moment of writing. */
export async function stampedLedger(databaseUrl: string): Promise<postgres.Sql> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  await sql`
    alter table ledger add column if not exists written_at timestamptz not null default clock_timestamp()`;
  return sql;
}
