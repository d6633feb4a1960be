import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Instant } from '../domain/instant.ts';
import type { DbOrTransaction } from './client.ts';
import { idempotencyKeys } from './schema.ts';

/** One request as its client named it. `hash` covers method, path and body. */
export type KeyedRequest = { readonly client: string; readonly key: string; readonly hash: string };

export type StoredAnswer = { readonly status: number; readonly body: string };

/** What is known of a request: it is new or was cut off before its answer, is answered, or its key was used for another. */
export type KeyStatus =
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'ANSWERED'; readonly answer: StoredAnswer }
  | { readonly kind: 'OTHER_REQUEST' };

export function requestHash(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex');
}

/**
 * An opaque id that the same request always gets: for workflow updates and sealed contents. It cannot be guessed
 * back to client or key, and two clients with the same key do not meet.
 */
export function derivedId(request: KeyedRequest, purpose: string): string {
  return createHash('sha256')
    .update(`${purpose}\n${request.client}\n${request.key}`)
    .digest('hex')
    .slice(0, 32);
}

/** Claims the key for this request. Another request under way in an open transaction is waited for. */
export async function claimKey(db: DbOrTransaction, request: KeyedRequest, now: Instant): Promise<KeyStatus> {
  const { client, key, hash } = request;
  const [row] = await db
    .insert(idempotencyKeys)
    .values({ client, key, requestHash: hash, createdAt: now })
    // Changes nothing, and gives the row that is there.
    .onConflictDoUpdate({ target: [idempotencyKeys.client, idempotencyKeys.key], set: { client } })
    .returning();
  if (row === undefined) throw new Error('an idempotency key vanished while it was claimed');
  if (row.requestHash !== request.hash) return { kind: 'OTHER_REQUEST' };
  if (row.status === null || row.body === null) return { kind: 'OPEN' };
  return { kind: 'ANSWERED', answer: { status: row.status, body: row.body } };
}

/** Keeps the answer, so that the same request is answered with it from now on. */
export async function storeAnswer(
  db: DbOrTransaction,
  request: KeyedRequest,
  answer: StoredAnswer,
): Promise<void> {
  await db
    .update(idempotencyKeys)
    .set({ status: answer.status, body: answer.body })
    .where(and(eq(idempotencyKeys.client, request.client), eq(idempotencyKeys.key, request.key)));
}
