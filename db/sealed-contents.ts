import { createHash, randomBytes } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import type { SealedText } from '../domain/sealed-text.ts';
import type { DbOrTransaction } from './client.ts';
import { sealedContents } from './schema.ts';

/** SHA-256 over salt and body; the salt keeps short texts from being guessed from their digest. */
export function contentDigest(salt: string, body: string): string {
  return createHash('sha256').update(salt).update(body).digest('hex');
}

/**
 * Keeps what a person wrote and gives the pointer that a case may carry. Sealing again under the same id gives the
 * first pointer, so a repeated request changes nothing.
 */
export async function seal(
  db: DbOrTransaction,
  content: { readonly id: string; readonly stream: string; readonly value: unknown },
): Promise<SealedText> {
  const salt = randomBytes(16).toString('hex');
  const body = JSON.stringify(content.value);
  const digest = contentDigest(salt, body);
  const [kept] = await db
    .insert(sealedContents)
    .values({ id: content.id, stream: content.stream, salt, body, digest })
    // Changes nothing, and gives the row that is there.
    .onConflictDoUpdate({ target: sealedContents.id, set: { id: content.id } })
    .returning({ digest: sealedContents.digest });
  return { id: content.id, digest: kept?.digest ?? digest };
}

/** What was sealed under this id; undefined once it has been erased. */
export async function openSealed<Value>(db: DbOrTransaction, id: string): Promise<Value | undefined> {
  const [row] = await db
    .select({ body: sealedContents.body })
    .from(sealedContents)
    .where(eq(sealedContents.id, id));
  return row === undefined ? undefined : (JSON.parse(row.body) as Value);
}

/** Several at once, by id; erased ones are missing from the map. */
export async function openAllSealed(
  db: DbOrTransaction,
  ids: readonly string[],
): Promise<Map<string, unknown>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: sealedContents.id, body: sealedContents.body })
    .from(sealedContents)
    .where(inArray(sealedContents.id, [...ids]));
  return new Map(rows.map((row) => [row.id, JSON.parse(row.body) as unknown]));
}
