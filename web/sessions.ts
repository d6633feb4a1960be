import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, lte } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { sessions } from '../db/schema.ts';
import type { Actor } from '../domain/actor.ts';
import { addMs, HOUR_MS, type Instant } from '../domain/instant.ts';

/** Who looks at the board. */
export type Visitor = { readonly actor: Actor; readonly displayName: string };

/** An absolute limit, however busy the visitor is: one working day at most. */
export const SESSION_LASTS_MS = 8 * HOUR_MS;

/** Begins a session and answers its secret, which is kept nowhere but in the visitor's cookie. */
export async function openSession(db: Db, { actor, displayName }: Visitor, now: Instant): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const { userId, role, agency, localAuthority } = actor;
  await db.delete(sessions).where(lte(sessions.expiresAt, now));
  await db.insert(sessions).values({
    idHash: hashOf(secret),
    actor: { userId, role, agency, localAuthority },
    displayName,
    createdAt: now,
    expiresAt: addMs(now, SESSION_LASTS_MS),
  });
  return secret;
}

/** The visitor of a session that has not ended. */
export async function findVisitor(db: Db, secret: string, now: Instant): Promise<Visitor | undefined> {
  const [row] = await db
    .select({ actor: sessions.actor, displayName: sessions.displayName })
    .from(sessions)
    .where(and(eq(sessions.idHash, hashOf(secret)), gt(sessions.expiresAt, now)));
  return row;
}

export async function endSession(db: Db, secret: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.idHash, hashOf(secret)));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
