import { and, asc, eq, sql } from 'drizzle-orm';
import { SYSTEM_ACTOR } from '../domain/actor.ts';
import { type CaseInput, ledgerEntries, type RequestStart } from '../domain/case.ts';
import type { RequestEvent } from '../domain/information-request/events.ts';
import { openRequest } from '../domain/information-request/open.ts';
import { requestIdOf, type RequestOpening } from '../domain/information-request/state.ts';
import type { Instant } from '../domain/instant.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';
import { fold } from '../domain/referral/evolve.ts';
import type { Referral } from '../domain/referral/state.ts';
import { informationRequestStream, referralStream } from '../domain/streams.ts';
import type { Rag } from '../domain/vocabulary.ts';
import { oweCaseStart } from './case-starts.ts';
import type { DbOrTransaction } from './client.ts';
import { rulesAt, rulesForCase } from './hub-rules.ts';
import { appendWithin } from './ledger.ts';
import { informationRequests } from './schema.ts';
import { readEvents } from './streams.ts';

/** Where a child's question to an agency went: into a request of its own, or into that of a sibling. */
export type Asked = {
  readonly requestId: string;
  /** The child that the request under way has yet to be told of; absent when it knows. */
  readonly toAdd?: { readonly referralRef: string; readonly rag: Rag; readonly critical: boolean };
};

/**
 * Begins the request a referral has asked for: its first ledger rows, projection and the workflow owed, all in the
 * caller's transaction. While an agency has a request about the same contact to answer, the child shares that one.
 * Doing it again finds what the first time began.
 */
export async function keepRequest(
  tx: DbOrTransaction,
  asked: RequestStart,
  { now, workflowType }: { readonly now: Instant; readonly workflowType: string },
): Promise<Asked> {
  const { contactRef, agency, referralRef } = asked;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${contactRef}.${agency}`}, 0))`);
  const events = await readEvents<ReferralEvent>(tx, referralStream(referralRef));
  const referral = fold(events);
  const opening = referral && openingOf(referral, events, asked);
  if (opening === undefined) throw new Error(`referral ${referralRef} has not asked ${asked.requestId}`);
  const earlier = await tx
    .select({
      requestId: informationRequests.requestId,
      stage: informationRequests.stage,
      referralRefs: informationRequests.referralRefs,
    })
    .from(informationRequests)
    .where(and(eq(informationRequests.contactRef, contactRef), eq(informationRequests.agency, agency)))
    .orderBy(asc(informationRequests.openedAt), asc(informationRequests.requestId));
  const known = new Set(
    referral?.agencyChecks?.filter(({ openedAt }) => openedAt !== undefined).map((check) => check.requestId),
  );
  const begun = earlier.find(
    ({ requestId, referralRefs }) => referralRefs.includes(referralRef) && !known.has(requestId),
  );
  if (begun !== undefined) return { requestId: begun.requestId };
  const underWay = earlier.find(({ stage }) => stage === 'AWAITED');
  const { rag, critical } = opening;
  if (underWay !== undefined) {
    return { requestId: underWay.requestId, toAdd: { referralRef, rag, critical } };
  }
  const requestId = requestIdOf(contactRef, agency, earlier.length + 1);
  const { receivedAt } = opening;
  const rules = rulesForCase(await rulesAt(tx, receivedAt), receivedAt);
  const stream = informationRequestStream(requestId);
  const entries = ledgerEntries(openRequest({ ...opening, requestId }, referralRef, now, rules), {
    stream,
    actor: SYSTEM_ACTOR,
    recordedAt: now,
    policyEdition: rules.policy.edition,
    calendarEdition: rules.calendar.edition,
    afterSeq: 0,
  });
  await appendWithin(tx, entries);
  const input: CaseInput<RequestEvent> = { stream, rules, entries };
  await oweCaseStart(tx, { workflowId: stream, workflowType, input, owedSince: now });
  return { requestId };
}

/** What the agency is asked, as the referral asked it, with the time the decision on the child has. */
function openingOf(
  referral: Referral,
  events: readonly ReferralEvent[],
  { requestId }: RequestStart,
): RequestOpening | undefined {
  const asked = events.findLast(
    (event) => event.type === 'InformationRequested' && event.requestId === requestId,
  );
  const { contactRef, localAuthority, receivedAt, rating, clocks } = referral;
  const decision = clocks.find(({ kind }) => kind === 'DECISION');
  if (asked?.type !== 'InformationRequested' || rating === undefined || decision === undefined) {
    return undefined;
  }
  const { type: _type, occurredAt: _occurredAt, ...question } = asked;
  const decisionDueAt = decision.dueAt;
  return { ...question, contactRef, localAuthority, rag: rating.rag, receivedAt, decisionDueAt };
}
