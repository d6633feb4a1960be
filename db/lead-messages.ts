import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { leadMessages } from './schema.ts';

/** A message that a committed notification owes its named lead. */
export type LeadMessage = {
  readonly notificationRef: string;
  /** Code of the lead, which is also their mailbox. */
  readonly lead: string;
  readonly owedSince: Instant;
};

export async function oweLeadMessage(tx: DbOrTransaction, message: LeadMessage): Promise<void> {
  await tx.insert(leadMessages).values(message).onConflictDoNothing();
}

/** Messages still owed, oldest first. */
export async function owedLeadMessages(db: DbOrTransaction, atMost: number): Promise<LeadMessage[]> {
  const { notificationRef, lead, owedSince } = leadMessages;
  return db
    .select({ notificationRef, lead, owedSince })
    .from(leadMessages)
    .where(and(isNull(leadMessages.sentAt), isNull(leadMessages.bouncedAt)))
    .orderBy(asc(owedSince))
    .limit(atMost);
}

/** Says what became of a message: it has left, or can never arrive. */
export async function settleLeadMessage(
  db: DbOrTransaction,
  notificationRef: string,
  settled: { readonly sentAt: Instant } | { readonly bouncedAt: Instant },
): Promise<void> {
  await db.update(leadMessages).set(settled).where(eq(leadMessages.notificationRef, notificationRef));
}
