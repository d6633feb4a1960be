import { and, arrayContains, asc, eq, isNull, sql } from 'drizzle-orm';
import { type Actor, SYSTEM_ACTOR } from '../domain/actor.ts';
import { type CaseInput, ledgerEntries } from '../domain/case.ts';
import type { FollowOn } from '../domain/follow-on/kinds.ts';
import type { Opening } from '../domain/follow-on/openings.ts';
import { type AnyEvent, fold, joins, openFollowOn } from '../domain/follow-on/run.ts';
import { followOnId, followOnStream } from '../domain/follow-on/stream.ts';
import type { Instant } from '../domain/instant.ts';
import { oweCaseStart } from './case-starts.ts';
import type { DbOrTransaction } from './client.ts';
import { followOnRulesAt } from './hub-rules.ts';
import { appendWithin } from './ledger.ts';
import { holdRules } from './rulebook.ts';
import { followOns, ledger } from './schema.ts';
import { readEvents } from './streams.ts';

/** Where an opening went: into a case of its own, or into one that is open. */
export type Begun = {
  readonly caseId: string;
  readonly stream: string;
  /** The case that is open has yet to be told of this opening. */
  readonly isToJoin: boolean;
};

/**
 * Begins a case: its first ledger rows, projection and the workflow owed, all in the caller's transaction. Doing it
 * again finds what the first time began. Where a case of its kind is open that the opening belongs to, that one is
 * found instead.
 */
export async function keepFollowOn(
  tx: DbOrTransaction,
  opening: Opening,
  {
    now,
    actor = SYSTEM_ACTOR,
    workflowType,
  }: { readonly now: Instant; readonly actor?: Actor; readonly workflowType: string },
): Promise<Begun> {
  const { kind, contactRef, referralRefs, receivedAt } = opening;
  await holdRules(tx);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${contactRef}/${kind}`}, 0))`);
  const begun = await begunUnder(tx, opening.key);
  if (begun !== undefined) return { ...begun, isToJoin: false };
  const open = await openToJoin(tx, opening);
  if (open !== undefined) return { ...open, isToJoin: true };
  const [referralRef] = referralRefs;
  const caseId = followOnId(referralRef, kind, (await countOf(tx, opening)) + 1);
  const stream = followOnStream(kind, caseId);
  const rules = await followOnRulesAt(tx, { receivedAt, now });
  const entries = ledgerEntries(openFollowOn({ ...opening, id: caseId }, { now, rules }), {
    stream,
    actor,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: 0,
  });
  await appendWithin(tx, entries);
  const input: CaseInput<AnyEvent> = { stream, rules, entries };
  await oweCaseStart(tx, { workflowId: stream, workflowType, input, owedSince: now });
  return { caseId, stream, isToJoin: false };
}

/** The case begun under a key, or the one that took that opening on. */
async function begunUnder(tx: DbOrTransaction, key: string) {
  const { caseId, stream, openingKey } = followOns;
  const [row] = await tx.select({ caseId, stream }).from(followOns).where(eq(openingKey, key));
  if (row !== undefined) return row;
  const [joined] = await tx
    .select({ caseId, stream })
    .from(ledger)
    .innerJoin(followOns, eq(followOns.stream, ledger.stream))
    .where(eq(ledger.commandId, key))
    .limit(1);
  return joined;
}

/** An open case of this kind about the same family that takes such an opening on. */
async function openToJoin(tx: DbOrTransaction, opening: Opening) {
  const { caseId, stream, kind, contactRef, closedAt, openedAt } = followOns;
  const candidates = await tx
    .select({ caseId, stream })
    .from(followOns)
    .where(and(eq(kind, opening.kind), eq(contactRef, opening.contactRef), isNull(closedAt)))
    .orderBy(asc(openedAt));
  for (const candidate of candidates) {
    const state = await readFollowOn(tx, candidate.stream);
    if (state !== undefined && joins(state, opening)) return candidate;
  }
  return undefined;
}

/** Numbered within the child it is named after. */
async function countOf(tx: DbOrTransaction, { kind: name, referralRefs }: Opening): Promise<number> {
  const prefix = followOnId(referralRefs[0], name, 0).slice(0, -1);
  const rows = await tx
    .select({ caseId: followOns.caseId })
    .from(followOns)
    .where(and(eq(followOns.kind, name), sql`starts_with(${followOns.caseId}, ${prefix})`));
  return rows.length;
}

/** The case as the ledger tells it now; undefined when there is none. */
export async function readFollowOn(db: DbOrTransaction, stream: string): Promise<FollowOn | undefined> {
  return fold(await readEvents<AnyEvent>(db, stream));
}

/** The cases that follow the decisions on one child, or stand beside them, in the order they began. */
export async function followOnsOf(db: DbOrTransaction, referralRef: string) {
  return db
    .select()
    .from(followOns)
    .where(arrayContains(followOns.referralRefs, [referralRef]))
    .orderBy(asc(followOns.openedAt), asc(followOns.stream));
}
