import type { Client } from '@temporalio/client';
import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { clocks } from '../../../db/schema.ts';
import { type LedgerRow, readStream } from '../../../db/streams.ts';
import { type ClockEvent, clockIdOf, isClockEvent, type StopReason } from '../../../domain/clock.ts';
import { type AnyEvent, fold, standingOfFollowOn } from '../../../domain/follow-on/run.ts';
import { type CaseOwner, isEnded } from '../../../domain/follow-on/state.ts';
import type { FollowOn } from '../../../domain/follow-on/kinds.ts';
import type { Instant } from '../../../domain/instant.ts';
import { brokenRules, type CaseRule } from '../../../domain/invariant.ts';
import type { ReferralEvent } from '../../../domain/referral/events.ts';
import { fold as foldReferral } from '../../../domain/referral/evolve.ts';
import { standingOf } from '../../../domain/referral/owner-invariant.ts';
import { type Owner, owners } from '../../../domain/referral/owner.ts';
import { isClosed, type Referral } from '../../../domain/referral/state.ts';

/** One clock as the record has it at the end. */
export type ClockAtEnd = {
  readonly started: Instant;
  readonly due: Instant;
  readonly stopped?: Instant;
  readonly by?: StopReason;
  /** When the ledger says that its time was up. */
  readonly breached?: Instant;
};

/** A case as its ledger tells it, whole or up to one of its rows. */
type Told = { readonly referral: Referral } | { readonly followOn: FollowOn };

function told(rows: readonly LedgerRow[]): Told {
  const events = rows.map(({ event }) => event);
  if (rows[0]?.stream.startsWith('referral:')) {
    const referral = foldReferral(events as ReferralEvent[]);
    if (referral !== undefined) return { referral };
  } else {
    const followOn = fold(events as AnyEvent[]);
    if (followOn !== undefined) return { followOn };
  }
  throw new Error(`${rows[0]?.stream} tells no case`);
}

/** When the n-th event of a type happened in a case. */
export async function when(db: Db, stream: string, type: string, no = 1): Promise<Instant> {
  const rows = (await readStream(db, stream)).filter(({ event }) => event.type === type);
  const row = rows[no - 1];
  if (row === undefined) throw new Error(`${stream} has ${rows.length} events ${type}, not ${no}`);
  return row.occurredAt;
}

/** When the last thing was done that a case owed under keys with some words in them. */
export async function settledAt(db: Db, stream: string, words: string): Promise<Instant> {
  const rows = await readStream(db, stream);
  const last = rows.findLast(
    ({ event }) =>
      event.type === 'DeliverySettled' &&
      'key' in event &&
      typeof event.key === 'string' &&
      event.key.includes(words),
  );
  if (last === undefined) throw new Error(`${stream} settled nothing of ${words}`);
  return last.occurredAt;
}

/** Every clock of a case, from the table screens read; why each stopped, and whether it was late, from its ledger. */
export async function clocksOf(db: Db, stream: string): Promise<Record<string, ClockAtEnd>> {
  const [projected, rows] = await Promise.all([
    db.select().from(clocks).where(eq(clocks.stream, stream)).orderBy(asc(clocks.clockId)),
    readStream(db, stream),
  ]);
  const events = rows.flatMap(({ event }) => (isClockEvent(event as AnyEvent) ? [event as ClockEvent] : []));
  const about = (id: string) => events.filter((event) => clockIdOf(event) === id);
  return Object.fromEntries(
    projected.map((row): [string, ClockAtEnd] => {
      const breach = about(row.clockId).find(({ type }) => type === 'ClockBreached');
      const stop = about(row.clockId).findLast((event) => event.type === 'ClockStopped');
      return [
        row.clockId,
        {
          started: row.startedAt,
          due: row.dueAt,
          ...(row.stoppedAt !== null && { stopped: row.stoppedAt }),
          ...(stop?.type === 'ClockStopped' && { by: stop.stoppedBy }),
          ...(breach && { breached: breach.occurredAt }),
        },
      ];
    }),
  );
}

/** Everybody who answered for a case, in order, as `TEAM ROLE`, and since when. */
export async function ownersOf(db: Db, stream: string): Promise<[string, Instant][]> {
  return ownersIn(told(await readStream(db, stream))).map((owner) => [nameOf(owner), owner.since]);
}

function ownersIn(state: Told): readonly (Owner | CaseOwner)[] {
  return 'referral' in state ? owners(state.referral) : state.followOn.owners;
}

function nameOf(owner: Owner | CaseOwner): string {
  const team = 'receiver' in owner && owner.receiver !== undefined ? owner.receiver : owner.team;
  const person = 'userId' in owner && owner.userId !== undefined ? [owner.userId] : [];
  return [team, owner.role, ...person].join(' ');
}

/**
 * What is wrong with the owners of a case at any of its rows: one that has none, two at one instant, or a past that
 * later rows tell otherwise.
 */
export async function faultsOfOwners(db: Db, stream: string): Promise<string[]> {
  const rows = await readStream(db, stream);
  const faults: string[] = [];
  let before: string[] = [];
  for (const [index, { seq, event }] of rows.entries()) {
    const all = ownersIn(told(rows.slice(0, index + 1)));
    const now = all.map((owner) => `${nameOf(owner)} since ${owner.since}`);
    const at = `${stream} row ${seq}, ${event.type}`;
    if (all.length === 0 || all.some(({ team }) => team === '')) faults.push(`${at}: nobody`);
    if (new Set(all.map(({ since }) => since)).size < all.length) faults.push(`${at}: two at one instant`);
    if (before.some((owner, place) => owner !== now[place])) {
      faults.push(`${at}: ${before.join(', ')} became ${now.join(', ')}`);
    }
    before = now;
  }
  return faults;
}

/** Rows of a case that are out of time: recorded before they happened, or before the row before them. */
export async function rowsOutOfTime(db: Db, stream: string): Promise<string[]> {
  const rows = await readStream(db, stream);
  return rows.flatMap(({ seq, event, occurredAt, recordedAt }, index) => {
    const isEarly = recordedAt < occurredAt || recordedAt < (rows[index - 1]?.recordedAt ?? '');
    return isEarly ? [`${stream} row ${seq}, ${event.type}: ${occurredAt} recorded ${recordedAt}`] : [];
  });
}

/** Rules of an open case that one broke after any step of it. */
export async function rulesBroken(db: Db, stream: string): Promise<[number, CaseRule[]][]> {
  const rows = await readStream(db, stream);
  return rows.flatMap((row, index) => {
    const isMidStep = rows[index + 1]?.recordedAt === row.recordedAt;
    const broken = isMidStep ? [] : brokenIn(told(rows.slice(0, index + 1)));
    return broken.length === 0 ? [] : [[row.seq, broken] as [number, CaseRule[]]];
  });
}

function brokenIn(state: Told): CaseRule[] {
  if ('referral' in state) return isClosed(state.referral) ? [] : brokenRules(standingOf(state.referral));
  return isEnded(state.followOn) ? [] : brokenRules(standingOfFollowOn(state.followOn));
}

/** The histories of every run of a case, also of one that closed and was opened again. */
export async function runsOf(client: Client, workflowId: string) {
  const histories = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    histories.push(await client.workflow.getHandle(workflowId, runId).fetchHistory());
  }
  return histories;
}
