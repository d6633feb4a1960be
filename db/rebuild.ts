import { createHash } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import type { Db, DbOrTransaction } from './client.ts';
import { dropProjections, PROJECTIONS, project } from './projections.ts';
import { ledger } from './schema.ts';
import { readStream } from './streams.ts';

/** Checksums of each projection, by table name, before and after it was written again. */
export type Rebuilt = {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
};

/**
 * Empties every projection and writes it again from the ledger, in one transaction: readers see the old rows until it
 * ends, and nothing is recorded meanwhile, so both checksums are of the same ledger. Writers wait; they write to the
 * ledger before they write to a projection, so none of them is waited for in turn.
 */
export async function rebuildProjections(
  db: Db,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Rebuilt> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${ledger} in share mode`);
    const before = await projectionChecksums(tx);
    const streams = await tx
      .selectDistinct({ stream: ledger.stream })
      .from(ledger)
      .orderBy(asc(ledger.stream));
    await dropProjections(tx);
    for (const [index, { stream }] of streams.entries()) {
      await project(tx, await readStream(tx, stream));
      onProgress(index + 1, streams.length);
    }
    return { before, after: await projectionChecksums(tx) };
  });
}

/** SHA-256 of each projection's rows in a fixed order, by table name. */
export async function projectionChecksums(db: DbOrTransaction): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const [name, table] of Object.entries(PROJECTIONS)) {
    const rows = await db.execute<{ row: string }>(
      sql`select row_to_json(t)::text as row from ${table} t order by 1`,
    );
    const hash = createHash('sha256');
    for (const { row } of rows) hash.update(row).update('\n');
    sums[name] = hash.digest('hex');
  }
  return sums;
}
