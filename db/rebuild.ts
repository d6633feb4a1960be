import { createHash } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import type { Db, DbOrTransaction } from './client.ts';
import { dropProjections, PROJECTIONS, project } from './projections.ts';
import { ledger } from './schema.ts';
import { readStream } from './streams.ts';

/** Empties every projection and writes it again from the ledger, in one transaction, so readers never see a gap. */
export async function rebuildProjections(
  db: Db,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${ledger} in share mode`);
    const streams = await tx
      .selectDistinct({ stream: ledger.stream })
      .from(ledger)
      .orderBy(asc(ledger.stream));
    await dropProjections(tx);
    for (const [index, { stream }] of streams.entries()) {
      await project(tx, await readStream(tx, stream));
      onProgress(index + 1, streams.length);
    }
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
