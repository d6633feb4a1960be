import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import type { SealedText } from '../domain/sealed-text.ts';
import type { Db } from './client.ts';
import { entryHash, GENESIS_HASH } from './ledger-hash.ts';
import { ledger, sealedContents } from './schema.ts';
import { contentDigest } from './sealed-contents.ts';
import { entryOf, type LedgerRow } from './streams.ts';

/** The first thing found that does not hold. */
export type LedgerFault =
  | { readonly kind: 'HASH'; readonly stream: string; readonly seq: number }
  | { readonly kind: 'CHAIN'; readonly stream: string; readonly seq: number }
  | { readonly kind: 'GAP'; readonly stream: string; readonly seq: number }
  | { readonly kind: 'OCCURRED_AT'; readonly stream: string; readonly seq: number }
  | { readonly kind: 'CONTENT'; readonly stream: string; readonly contentId: string }
  /** The words were replaced together with their digest: the row vouches for another one. */
  | { readonly kind: 'VOUCHED'; readonly stream: string; readonly seq: number; readonly contentId: string };

export type LedgerVerification = {
  readonly rows: number;
  readonly streams: number;
  readonly contents: number;
  /** Words a row points to that have been erased, as they may be. */
  readonly erased: number;
  readonly faults: readonly LedgerFault[];
};

const PAGE = 1_000;

/**
 * Recomputes every hash of the ledger, or of one stream, and every digest of what people wrote, and compares the
 * digest each row vouches for with that of the words kept.
 */
export async function verifyLedger(db: Db, onlyStream?: string): Promise<LedgerVerification> {
  const faults: LedgerFault[] = [];
  let rows = 0;
  let streams = 0;
  let stream = '';
  let seq = 0;
  let previousHash = GENESIS_HASH;
  let erased = 0;
  for (;;) {
    const page = await db
      .select()
      .from(ledger)
      .where(
        and(
          onlyStream === undefined ? undefined : eq(ledger.stream, onlyStream),
          or(gt(ledger.stream, stream), and(eq(ledger.stream, stream), gt(ledger.seq, seq))),
        ),
      )
      .orderBy(asc(ledger.stream), asc(ledger.seq))
      .limit(PAGE);
    for (const row of page) {
      if (row.stream !== stream) {
        streams += 1;
        seq = 0;
        previousHash = GENESIS_HASH;
      }
      stream = row.stream;
      const at = { stream, seq: row.seq };
      if (row.seq !== seq + 1) faults.push({ kind: 'GAP', ...at });
      if (row.previousHash !== previousHash) faults.push({ kind: 'CHAIN', ...at });
      if (row.hash !== entryHash(row.previousHash, entryOf(row))) faults.push({ kind: 'HASH', ...at });
      if (row.occurredAt !== row.event.occurredAt) faults.push({ kind: 'OCCURRED_AT', ...at });
      seq = row.seq;
      previousHash = row.hash;
      rows += 1;
    }
    erased += await verifyVouched(db, page, faults);
    if (page.length < PAGE) break;
  }
  const contents = await verifyContents(db, onlyStream, faults);
  return { rows, streams, contents, erased, faults };
}

async function verifyContents(db: Db, stream: string | undefined, faults: LedgerFault[]): Promise<number> {
  let contents = 0;
  let after = '';
  for (;;) {
    const page = await db
      .select()
      .from(sealedContents)
      .where(
        and(
          gt(sealedContents.id, after),
          stream === undefined ? undefined : eq(sealedContents.stream, stream),
        ),
      )
      .orderBy(asc(sealedContents.id))
      .limit(PAGE);
    for (const row of page) {
      if (contentDigest(row.salt, row.body) !== row.digest) {
        faults.push({ kind: 'CONTENT', stream: row.stream, contentId: row.id });
      }
      after = row.id;
      contents += 1;
    }
    if (page.length < PAGE) return contents;
  }
}

/** Compares what these rows vouch for with what is kept; answers how much has been erased. */
async function verifyVouched(db: Db, rows: readonly LedgerRow[], faults: LedgerFault[]): Promise<number> {
  const vouched = rows.flatMap(({ stream, seq, event }) =>
    sealedTextsIn(event).map((text) => ({ ...text, stream, seq })),
  );
  if (vouched.length === 0) return 0;
  const ids = [...new Set(vouched.map((text) => text.id))];
  const kept = await db
    .select({ id: sealedContents.id, digest: sealedContents.digest })
    .from(sealedContents)
    .where(inArray(sealedContents.id, ids));
  const digests = new Map(kept.map(({ id, digest }) => [id, digest]));
  for (const { id, digest, stream, seq } of vouched) {
    const found = digests.get(id);
    if (found !== undefined && found !== digest) faults.push({ kind: 'VOUCHED', stream, seq, contentId: id });
  }
  return ids.length - digests.size;
}

/** Every pointer to sealed words in an event, however deep. */
function sealedTextsIn(value: unknown): SealedText[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('id' in value && 'digest' in value) {
    const { id, digest } = value;
    if (typeof id === 'string' && typeof digest === 'string') return [{ id, digest }];
  }
  return Object.values(value).flatMap(sealedTextsIn);
}
