import { and, eq, gt, inArray, isNotNull, isNull, like, max, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent } from '../domain/ledger.ts';
import type { DbOrTransaction } from './client.ts';
import { caseStarts, clocks, followOns, informationRequests, ledger, referrals } from './schema.ts';

/** An open case by its stream, with the authority that answers for it. */
export type OpenCase = { readonly stream: string; readonly localAuthority: string };

/** Open cases of every kind in the order of their streams, after the one named. */
export async function openCasesAfter(
  db: DbOrTransaction,
  after: string | undefined,
  atMost: number,
): Promise<OpenCase[]> {
  const open = openCases(db);
  // One order on every machine, whatever its language.
  const byBytes = sql`${open.stream} collate "C"`;
  return db
    .select({ stream: open.stream, localAuthority: open.localAuthority })
    .from(open)
    .where(after === undefined ? undefined : sql`${byBytes} > ${after}`)
    .orderBy(byBytes)
    .limit(atMost);
}

/** Streams of the cases after a decision that have something left to do, in order, after the one named. */
export async function followOnsToRunAfter(
  db: DbOrTransaction,
  after: string | undefined,
  atMost: number,
): Promise<string[]> {
  const { stream } = followOns;
  const byBytes = sql`${stream} collate "C"`;
  const rows = await db
    .select({ stream })
    .from(followOns)
    .where(and(hasMoreToDo(), after === undefined ? undefined : sql`${byBytes} > ${after}`))
    .orderBy(byBytes)
    .limit(atMost);
  return rows.map((row) => row.stream);
}

/** Of a case after a decision: it has not ended, or has last words to say. */
function hasMoreToDo() {
  return or(isNull(followOns.closedAt), gt(followOns.wordsOwed, 0));
}

/** Those of these cases that are open. */
export async function openAmong(
  db: DbOrTransaction,
  streams: readonly string[],
): Promise<ReadonlySet<string>> {
  if (streams.length === 0) return new Set();
  const open = openCases(db);
  const rows = await db
    .select({ stream: open.stream })
    .from(open)
    .where(inArray(open.stream, [...streams]));
  return new Set(rows.map(({ stream }) => stream));
}

/** Cases that have not ended, and those in which a clock runs, or which owe word to another case, all the same. */
function openCases(db: DbOrTransaction) {
  return unionAll(
    db
      .select({
        stream: sql<string>`'referral:' || ${referrals.referralRef}`.as('stream'),
        localAuthority: referrals.localAuthority,
      })
      .from(referrals)
      .where(or(isNull(referrals.closedAt), gt(referrals.wordsOwed, 0))),
    db
      .select({
        stream: sql<string>`'information-request:' || ${informationRequests.requestId}`.as('stream'),
        localAuthority: informationRequests.localAuthority,
      })
      .from(informationRequests)
      .where(isNull(informationRequests.closedAt)),
    db
      .select({ stream: followOns.stream, localAuthority: followOns.localAuthority })
      .from(followOns)
      .where(hasMoreToDo()),
    // Its last words, and a late answer to be reviewed, may come after the end.
    db
      .selectDistinct({ stream: clocks.stream, localAuthority: referrals.localAuthority })
      .from(clocks)
      .innerJoin(referrals, eq(referrals.referralRef, clocks.referralRef))
      .where(
        and(
          isNull(clocks.stoppedAt),
          isNotNull(referrals.closedAt),
          eq(referrals.wordsOwed, 0),
          like(clocks.stream, 'referral:%'),
        ),
      ),
  ).as('open');
}

/** The events of several streams, each in order. */
export async function readStreams(
  db: DbOrTransaction,
  streams: readonly string[],
): Promise<Map<string, DomainEvent[]>> {
  const events = new Map<string, DomainEvent[]>();
  if (streams.length === 0) return events;
  const rows = await db
    .select({ stream: ledger.stream, event: ledger.event })
    .from(ledger)
    .where(inArray(ledger.stream, [...streams]))
    .orderBy(ledger.stream, ledger.seq);
  for (const { stream, event } of rows) {
    const earlier = events.get(stream);
    if (earlier) earlier.push(event);
    else events.set(stream, [event]);
  }
  return events;
}

/** When something was last written down in each of these streams. */
export async function lastRecordedIn(
  db: DbOrTransaction,
  streams: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  if (streams.length === 0) return new Map();
  const rows = await db
    .select({ stream: ledger.stream, recordedAt: max(ledger.recordedAt) })
    .from(ledger)
    .where(inArray(ledger.stream, [...streams]))
    .groupBy(ledger.stream);
  return new Map(
    rows.flatMap(({ stream, recordedAt }) => (recordedAt === null ? [] : [[stream, recordedAt]])),
  );
}

/** Those of these cases whose start is still owed. */
export async function unstarted(
  db: DbOrTransaction,
  streams: readonly string[],
): Promise<ReadonlySet<string>> {
  if (streams.length === 0) return new Set();
  const rows = await db
    .select({ workflowId: caseStarts.workflowId })
    .from(caseStarts)
    .where(and(isNull(caseStarts.startedAt), inArray(caseStarts.workflowId, [...streams])));
  return new Set(rows.map(({ workflowId }) => workflowId));
}
