import { type ClockCertificate, isShownRow, type ShownRow } from '../domain/certificate/certificate.ts';
import { DoesNotHold } from '../domain/certificate/does-not-hold.ts';
import { GENESIS_HASH } from '../domain/ledger.ts';
import { hex, sha256 } from './bytes.ts';
import { canonicalText } from './canonical.ts';

/**
 * Checks that the rows are those of one stream from its first on, without a gap, each shown one chained to the row
 * before it by its hash. A row that is not shown is vouched for by the next one that is.
 * @throws DoesNotHold
 */
export async function verifyChain({ stream, rows }: ClockCertificate): Promise<void> {
  let previousHash = GENESIS_HASH;
  for (const [index, row] of rows.entries()) {
    const where = `row ${index + 1}`;
    if (row.seq !== index + 1) throw new DoesNotHold(where, `is numbered ${row.seq}`);
    if (isShownRow(row)) {
      const hash = await rowHash(stream, previousHash, row);
      if (hash !== row.hash) throw new DoesNotHold(where, `hash is ${row.hash}, recomputed ${hash}`);
    }
    previousHash = row.hash;
  }
}

/** SHA-256 over the previous row's hash and the row's canonical JSON, as the ledger chains its rows. */
async function rowHash(stream: string, previousHash: string, row: ShownRow): Promise<string> {
  const { hash: _hash, ...entry } = row;
  return hex(await sha256(`${previousHash}\n${canonicalText({ stream, ...entry })}`));
}
