import { asc, eq, inArray } from 'drizzle-orm';
import { followOnStream, kindNamedBy } from '../domain/follow-on/stream.ts';
import type { Instant } from '../domain/instant.ts';
import { informationRequestStream, referralStream } from '../domain/streams.ts';
import type { DbOrTransaction } from './client.ts';
import { followOns, informationRequests, referrals } from './schema.ts';

export type ReferralOfFamily = typeof referrals.$inferSelect;
export type RequestOfFamily = typeof informationRequests.$inferSelect;
export type CaseOfFamily = typeof followOns.$inferSelect;

/** A way between two contacts about one child: Early Help had the child from the one, and stepped it up into the other. */
export type StepUp = {
  /** The case of Early Help that stepped up. */
  readonly caseId: string;
  /** The other contact, and the referral about the child there. */
  readonly contactRef: string;
  readonly referralRef: string;
};

/** Every case of one contact, each kind in the order it began, and the contacts it came from or led to. */
export type Family = {
  readonly contactRef: string;
  readonly referrals: readonly ReferralOfFamily[];
  readonly requests: readonly RequestOfFamily[];
  readonly cases: readonly CaseOfFamily[];
  readonly steppedUpFrom: readonly StepUp[];
  readonly steppedUpInto: readonly StepUp[];
};

/** A family by its contact; without referrals when there is no such contact. */
export async function readFamily(db: DbOrTransaction, contactRef: string): Promise<Family> {
  const [ofContact, requests, cases] = await Promise.all([
    db
      .select()
      .from(referrals)
      .where(eq(referrals.contactRef, contactRef))
      .orderBy(asc(referrals.receivedAt), asc(referrals.referralRef)),
    db
      .select()
      .from(informationRequests)
      .where(eq(informationRequests.contactRef, contactRef))
      .orderBy(asc(informationRequests.openedAt), asc(informationRequests.requestId)),
    db
      .select()
      .from(followOns)
      .where(eq(followOns.contactRef, contactRef))
      .orderBy(asc(followOns.openedAt), asc(followOns.stream)),
  ]);
  const [steppedUpFrom, steppedUpInto] = await Promise.all([
    stepUpsTo(
      db,
      ofContact.map(({ referralRef }) => referralRef),
    ),
    stepUpsOf(db, cases),
  ]);
  return { contactRef, referrals: ofContact, requests, cases, steppedUpFrom, steppedUpInto };
}

/** Workflow ids of everything that ever ran for a family, referrals first. */
export function workflowsOf({ referrals: ofContact, requests, cases }: Family): string[] {
  return [
    ...ofContact.map(({ referralRef }) => referralStream(referralRef)),
    ...requests.map(({ requestId }) => informationRequestStream(requestId)),
    ...cases.map(({ stream }) => stream),
  ];
}

/** Those of them in which something is left to do. */
export function openWorkflowsOf(family: Family): string[] {
  const { referrals: ofContact, requests, cases } = family;
  const isOpen = (one: { readonly closedAt: Instant | null; readonly wordsOwed?: number }) =>
    one.closedAt === null || (one.wordsOwed ?? 0) > 0;
  return workflowsOf({
    ...family,
    referrals: ofContact.filter(isOpen),
    requests: requests.filter(isOpen),
    cases: cases.filter(isOpen),
  });
}

/** The cases of a family that came out of one of its cases, by that one's stream, in the order they began. */
export function childrenOf({ cases }: Family, stream: string): CaseOfFamily[] {
  return cases.filter(({ origin }) => origin === stream);
}

/** The step-ups these referrals came by, each with the contact and the child before. */
async function stepUpsTo(db: DbOrTransaction, refs: readonly string[]): Promise<StepUp[]> {
  if (refs.length === 0) return [];
  const { caseId, contactRef, referralRefs, becameReferral, openedAt } = followOns;
  const rows = await db
    .select({ caseId, contactRef, referralRefs })
    .from(followOns)
    .where(inArray(becameReferral, [...refs]))
    .orderBy(asc(openedAt), asc(caseId));
  return rows.map((row) => ({
    caseId: row.caseId,
    contactRef: row.contactRef,
    referralRef: row.referralRefs[0] ?? '',
  }));
}

/** The contacts that these cases became. */
async function stepUpsOf(db: DbOrTransaction, cases: readonly CaseOfFamily[]): Promise<StepUp[]> {
  const became = new Map(
    cases.flatMap(({ caseId, becameReferral }) =>
      becameReferral === null ? [] : [[becameReferral, caseId] as const],
    ),
  );
  if (became.size === 0) return [];
  const { contactRef, referralRef, receivedAt } = referrals;
  const rows = await db
    .select({ contactRef, referralRef })
    .from(referrals)
    .where(inArray(referralRef, [...became.keys()]))
    .orderBy(asc(receivedAt), asc(referralRef));
  return rows.map((row) => ({ ...row, caseId: became.get(row.referralRef) ?? '' }));
}

/** Of these ids of cases and references of referrals, those the hub has no case of. */
export async function casesMissing(
  db: DbOrTransaction,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Set();
  const streams = wanted.flatMap((name) => {
    const kind = kindNamedBy(name);
    return kind === undefined ? [] : [followOnStream(kind, name)];
  });
  const [refs, ids] = await Promise.all([
    db.select({ name: referrals.referralRef }).from(referrals).where(inArray(referrals.referralRef, wanted)),
    db.select({ name: followOns.caseId }).from(followOns).where(inArray(followOns.stream, streams)),
  ]);
  const known = new Set([...refs, ...ids].map(({ name }) => name));
  return new Set(wanted.filter((name) => !known.has(name)));
}
