import { and, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm';
import { addMs, DAY_MS, type Instant } from '../domain/instant.ts';
import { newLinkId } from './answer-tokens.ts';
import type { DbOrTransaction } from './client.ts';
import { answerDrafts, answerLinks } from './schema.ts';

export type AnswerLink = typeof answerLinks.$inferSelect;

type LinkToMake = {
  readonly requestId: string;
  readonly now: Instant;
  readonly lastsDays: number;
  /** Who lets the agency in: a user id. */
  readonly by: string;
};

/**
 * The one link of a request that is not revoked, made if there is none. Asked again it gives the same link, so
 * every message about a request carries the same one.
 */
export async function ensureLink(db: DbOrTransaction, link: LinkToMake): Promise<AnswerLink> {
  const [made] = await db.insert(answerLinks).values(rowOf(link)).onConflictDoNothing().returning();
  const known = made ?? (await currentLink(db, link.requestId));
  // Revoked between the two statements: its successor is made.
  return known ?? ensureLink(db, link);
}

/** A new link in place of the one before, which opens nothing any more; its draft goes with it. */
export async function replaceLink(db: DbOrTransaction, link: LinkToMake): Promise<AnswerLink> {
  await revokeLink(db, link);
  return ensureLink(db, link);
}

/** Ends the link of a request; answers whether there was one. */
export async function revokeLink(
  db: DbOrTransaction,
  { requestId, now, by }: Pick<LinkToMake, 'requestId' | 'now' | 'by'>,
): Promise<boolean> {
  const revoked = await db
    .update(answerLinks)
    .set({ revokedAt: now, revokedBy: by })
    .where(and(eq(answerLinks.requestId, requestId), isNull(answerLinks.revokedAt)))
    .returning({ id: answerLinks.id });
  for (const { id } of revoked) await dropDraft(db, id);
  return revoked.length > 0;
}

export async function findLink(db: DbOrTransaction, id: string): Promise<AnswerLink | undefined> {
  const [link] = await db.select().from(answerLinks).where(eq(answerLinks.id, id));
  return link;
}

async function currentLink(db: DbOrTransaction, requestId: string): Promise<AnswerLink | undefined> {
  const [link] = await db
    .select()
    .from(answerLinks)
    .where(and(eq(answerLinks.requestId, requestId), isNull(answerLinks.revokedAt)));
  return link;
}

function rowOf({ requestId, now, lastsDays, by }: LinkToMake): typeof answerLinks.$inferInsert {
  const expiresAt = addMs(now, lastsDays * DAY_MS);
  return { id: newLinkId(), requestId, createdAt: now, createdBy: by, expiresAt };
}

/** Keeps what somebody has written so far, in place of what they had before. Drafts nobody can send any more go. */
export async function keepDraft(
  db: DbOrTransaction,
  draft: { readonly linkId: string; readonly form: unknown; readonly now: Instant },
): Promise<void> {
  const dead = db
    .select({ id: answerLinks.id })
    .from(answerLinks)
    .where(or(lte(answerLinks.expiresAt, draft.now), isNotNull(answerLinks.revokedAt)));
  await db.delete(answerDrafts).where(inArray(answerDrafts.linkId, dead));
  const row = { linkId: draft.linkId, body: JSON.stringify(draft.form), savedAt: draft.now };
  await db.insert(answerDrafts).values(row).onConflictDoUpdate({ target: answerDrafts.linkId, set: row });
}

/** The draft of a link and when it was kept. */
export async function readDraft(
  db: DbOrTransaction,
  linkId: string,
): Promise<{ readonly form: unknown; readonly savedAt: Instant } | undefined> {
  const [row] = await db.select().from(answerDrafts).where(eq(answerDrafts.linkId, linkId));
  return row && { form: JSON.parse(row.body) as unknown, savedAt: row.savedAt };
}

/** Once answered, what was written on the way is nobody's business. */
export async function dropDraft(db: DbOrTransaction, linkId: string): Promise<void> {
  await db.delete(answerDrafts).where(eq(answerDrafts.linkId, linkId));
}
