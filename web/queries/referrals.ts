import { asc, eq, inArray } from 'drizzle-orm';
import type { DbOrTransaction } from '../../db/client.ts';
import { children, contacts, ledger } from '../../db/schema.ts';
import { openAllSealed, openSealed } from '../../db/sealed-contents.ts';
import { type LedgerRow, readStream } from '../../db/streams.ts';
import type { ContactForm } from '../../domain/contact.ts';
import type { Quality } from '../../domain/quality.ts';
import type { ReferralEvent } from '../../domain/referral/events.ts';
import { fold } from '../../domain/referral/evolve.ts';
import type { Referral } from '../../domain/referral/state.ts';
import { referralStream } from '../../domain/streams.ts';

/** A row of a referral's stream, with its event typed by the aggregate that wrote it. */
export type ReferralRow = Omit<LedgerRow, 'event'> & { readonly event: ReferralEvent };

export type ReferralRecord = { readonly referral: Referral; readonly rows: readonly ReferralRow[] };

/** A referral and the rows that tell it; undefined when there is none of this reference. */
export async function readReferral(db: DbOrTransaction, ref: string): Promise<ReferralRecord | undefined> {
  const rows = await readStream(db, referralStream(ref));
  return recordOf(rows);
}

function recordOf(rows: readonly LedgerRow[]): ReferralRecord | undefined {
  const typed = rows.map((row) => ({ ...row, event: row.event as ReferralEvent }));
  const referral = fold(typed.map((row) => row.event));
  return referral && { referral, rows: typed };
}

/** Several referrals at once, by reference. */
export async function readReferrals(
  db: DbOrTransaction,
  refs: readonly string[],
): Promise<Map<string, Referral>> {
  if (refs.length === 0) return new Map();
  const rows = await db
    .select()
    .from(ledger)
    .where(inArray(ledger.stream, refs.map(referralStream)))
    .orderBy(asc(ledger.stream), asc(ledger.seq));
  const byStream = new Map<string, LedgerRow[]>();
  for (const row of rows) byStream.set(row.stream, [...(byStream.get(row.stream) ?? []), row]);
  const found = [...byStream.values()].flatMap((stream) => {
    const referral = recordOf(stream)?.referral;
    return referral === undefined ? [] : [[referral.referralRef, referral] as const];
  });
  return new Map(found);
}

export type Child = {
  readonly referralRef: string;
  readonly displayName: string;
  readonly dateOfBirth: string | null;
};

/** The children of a contact in the order of the form; each has a referral of its own. */
export async function readChildren(db: DbOrTransaction, contactRef: string): Promise<Child[]> {
  return db
    .select({
      referralRef: children.referralRef,
      displayName: children.displayName,
      dateOfBirth: children.dateOfBirth,
    })
    .from(children)
    .where(eq(children.contactRef, contactRef))
    .orderBy(asc(children.position));
}

/** Every child of the contact that a referral came by. */
export async function childrenOfFamily(db: DbOrTransaction, referralRef: string): Promise<Child[]> {
  const [own] = await db
    .select({ contactRef: children.contactRef })
    .from(children)
    .where(eq(children.referralRef, referralRef));
  return own === undefined ? [] : readChildren(db, own.contactRef);
}

/** What the referrer wrote; undefined once it has been erased. */
export async function readForm(db: DbOrTransaction, contactRef: string): Promise<ContactForm | undefined> {
  const [contact] = await db
    .select({ formId: contacts.formId })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  return contact && openSealed<ContactForm>(db, contact.formId);
}

/** How well the contact told what the hub needs; undefined where no score was kept. */
export async function readQuality(db: DbOrTransaction, contactRef: string): Promise<Quality | undefined> {
  const [contact] = await db
    .select({ score: contacts.qualityScore, missing: contacts.qualityMissing })
    .from(contacts)
    .where(eq(contacts.contactRef, contactRef));
  if (contact === undefined || contact.score === null) return undefined;
  return { score: contact.score, missing: contact.missing ?? [] };
}

/** The words people wrote in commands to this referral, by the id of their seal. */
export async function readWords(
  db: DbOrTransaction,
  rows: readonly ReferralRow[],
): Promise<ReadonlyMap<string, unknown>> {
  const ids = rows.flatMap(({ event }) => sealedIds(event));
  return openAllSealed(db, ids);
}

function sealedIds(event: ReferralEvent): string[] {
  const content: Record<string, unknown> = event.type === 'DecisionMade' ? event.decision : { ...event };
  return Object.values(content).flatMap((value) =>
    typeof value === 'object' && value !== null && 'digest' in value && 'id' in value
      ? [String(value.id)]
      : [],
  );
}
