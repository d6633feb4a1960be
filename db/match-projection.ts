import { foldMatch, type MatchEvent } from '../domain/matching/match.ts';
import type { DbOrTransaction } from './client.ts';
import { personMatches } from './schema.ts';
import type { NewLedgerRow } from './streams.ts';

/** Brings the table of matches up to date with what was just said. */
export async function projectMatch(
  tx: DbOrTransaction,
  added: readonly NewLedgerRow[],
  earlier: readonly NewLedgerRow[],
): Promise<void> {
  const rows = [...earlier, ...added];
  const match = foldMatch(rows.map((row) => row.event as MatchEvent));
  if (match === undefined) return;
  const {
    people: [first, second],
    status,
    settledAt,
    settledBy,
    reason,
  } = match;
  const row = { first, second, status, settledAt, settledBy, reasonId: reason.id, seq: rows.length };
  await tx
    .insert(personMatches)
    .values(row)
    .onConflictDoUpdate({ target: [personMatches.first, personMatches.second], set: row });
}
