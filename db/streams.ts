import { and, asc, eq, gt, lte, max } from 'drizzle-orm';
import type { Instant } from '../domain/instant.ts';
import type { DomainEvent, LedgerEntry } from '../domain/ledger.ts';
import type { DbOrTransaction } from './client.ts';
import { ledger } from './schema.ts';

export type LedgerRow = typeof ledger.$inferSelect;
export type NewLedgerRow = typeof ledger.$inferInsert;

/** The entry a row holds, without what the database adds. */
export function entryOf(row: LedgerRow): LedgerEntry {
  const { stream, seq, event, actor, commandId, recordedAt, policyEdition, calendarEdition } = row;
  const entry = { stream, seq, event, actor, recordedAt, policyEdition, calendarEdition };
  return commandId === null ? entry : { ...entry, commandId };
}

/** A stream in order; with `asOf`, only what had been recorded by then (rows recorded exactly at it included). */
export async function readStream(db: DbOrTransaction, stream: string, asOf?: Instant): Promise<LedgerRow[]> {
  return db
    .select()
    .from(ledger)
    .where(and(eq(ledger.stream, stream), asOf === undefined ? undefined : lte(ledger.recordedAt, asOf)))
    .orderBy(asc(ledger.seq));
}

/** How many rows a stream has. */
export async function lastSeq(db: DbOrTransaction, stream: string): Promise<number> {
  const [row] = await db
    .select({ last: max(ledger.seq) })
    .from(ledger)
    .where(eq(ledger.stream, stream));
  return row?.last ?? 0;
}

/** The entries of a stream after a row. */
export async function entriesBeyond(
  db: DbOrTransaction,
  stream: string,
  seq: number,
): Promise<LedgerEntry[]> {
  const rows = await db
    .select()
    .from(ledger)
    .where(and(eq(ledger.stream, stream), gt(ledger.seq, seq)))
    .orderBy(asc(ledger.seq));
  return rows.map(entryOf);
}

/** The events of a stream, typed by the aggregate that wrote them. */
export async function readEvents<Event extends DomainEvent>(
  db: DbOrTransaction,
  stream: string,
  asOf?: Instant,
): Promise<Event[]> {
  const rows = await readStream(db, stream, asOf);
  return rows.map((row) => row.event as Event);
}
