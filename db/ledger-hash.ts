import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { LedgerEntry } from '../domain/ledger.ts';

export { GENESIS_HASH } from '../domain/ledger.ts';

/** SHA-256 over the previous row's hash and this row's canonical JSON (RFC 8785), as 64 hexadecimal digits. */
export function entryHash(previousHash: string, entry: LedgerEntry): string {
  const { stream, seq, event, actor, commandId, recordedAt, policyEdition, calendarEdition } = entry;
  const row = canonicalize({
    stream,
    seq,
    event,
    actor,
    commandId,
    recordedAt,
    policyEdition,
    calendarEdition,
  });
  return createHash('sha256')
    .update(previousHash)
    .update('\n')
    .update(row ?? '')
    .digest('hex');
}
