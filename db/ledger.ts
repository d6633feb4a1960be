import { sql } from 'drizzle-orm';
import type { AppendAnswer } from '../domain/case.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Db, DbOrTransaction } from './client.ts';
import { entryHash, GENESIS_HASH } from './ledger-hash.ts';
import { project } from './projections.ts';
import { ledger } from './schema.ts';
import { entryOf, type LedgerRow, type NewLedgerRow, readStream } from './streams.ts';

/**
 * Adds entries to their stream and brings the projections up to date, in one transaction. Doing it again changes
 * nothing. When the stream has other rows in their place, nothing is written and those rows are the answer.
 */
export function appendEntries(db: Db, entries: readonly LedgerEntry[]): Promise<AppendAnswer> {
  return db.transaction((tx) => appendWithin(tx, entries));
}

/** Does the same in the caller's transaction. */
export async function appendWithin(
  tx: DbOrTransaction,
  entries: readonly LedgerEntry[],
): Promise<AppendAnswer> {
  const [first] = entries;
  if (first === undefined) return { kind: 'WRITTEN' };
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${first.stream}, 0))`);
  const stream = await readStream(tx, first.stream);
  const earlier = stream.filter((row) => row.seq < first.seq);
  const known = stream.slice(earlier.length);
  const rows = chained(entries, hashBefore(first, earlier));
  if (known.length > 0) {
    const isOurs =
      known.length === rows.length && known.every((row, index) => row.hash === rows[index]?.hash);
    return isOurs ? { kind: 'WRITTEN' } : { kind: 'KNOWN', entries: known.map(entryOf) };
  }
  // Sent first, so that whoever waits for the ledger holds no row of a projection; see `rebuildProjections`.
  const written = tx.insert(ledger).values(rows).execute();
  await Promise.all([written, project(tx, rows, earlier)]);
  return { kind: 'WRITTEN' };
}

/** The hash that `first` is chained to. */
function hashBefore(first: LedgerEntry, earlier: readonly LedgerRow[]): string {
  const previous = earlier.at(-1);
  if ((previous?.seq ?? 0) !== first.seq - 1) {
    throw new Error(`stream ${first.stream} has no row ${first.seq - 1} to chain to`);
  }
  return previous?.hash ?? GENESIS_HASH;
}

function chained(entries: readonly LedgerEntry[], previousHash: string): NewLedgerRow[] {
  let last = previousHash;
  return entries.map((entry) => {
    const hash = entryHash(last, entry);
    const row = { ...entry, occurredAt: entry.event.occurredAt, previousHash: last, hash };
    last = hash;
    return row;
  });
}
