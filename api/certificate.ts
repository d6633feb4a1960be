import { canonicalText } from '../certificate/canonical.ts';
import { signCertificate, type SigningKey } from '../certificate/signing-key.ts';
import { type DbOrTransaction } from '../db/client.ts';
import { editionRef, readEditionNamed } from '../db/editions.ts';
import { entryOf, type LedgerRow } from '../db/streams.ts';
import type { CertifiedEdition, ClockCertificate } from '../domain/certificate/certificate.ts';
import { certificateOf, namedEditions } from '../domain/certificate/issue.ts';
import type { Instant } from '../domain/instant.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { ReferralEvent } from '../domain/referral/events.ts';

/** What a certificate is made from: the whole stream of a referral, when, and by which key. */
type ToCertify = {
  readonly referralRef: string;
  readonly rows: readonly LedgerRow[];
  readonly issuedAt: Instant;
  readonly key: SigningKey;
};

/**
 * The signed certificate of a referral's clocks.
 * @throws Error when the hub no longer has an edition that the rows name
 */
export async function issueCertificate(
  db: DbOrTransaction,
  { referralRef, rows, issuedAt, key }: ToCertify,
): Promise<ClockCertificate> {
  const entries = rows.map((row) => ({
    ...(entryOf(row) as LedgerEntry<ReferralEvent>),
    hash: row.hash,
  }));
  const unnamed = certificateOf(referralRef, entries, [], issuedAt);
  const editions: CertifiedEdition[] = [];
  for (const named of namedEditions(unnamed.rows)) editions.push(await certified(db, named));
  return signCertificate({ ...unnamed, editions }, key);
}

async function certified(
  db: DbOrTransaction,
  { kind, edition }: Pick<CertifiedEdition, 'kind' | 'edition'>,
): Promise<CertifiedEdition> {
  const document = await readEditionNamed(db, kind, edition);
  if (document === undefined) throw new Error(`the hub has no ${kind.toLowerCase()} edition ${edition}`);
  const { sha256 } = await editionRef(document);
  return { kind, edition, sha256 };
}

/** The file of a certificate: exactly what is verified. */
export const certificateText = (certificate: ClockCertificate): string => canonicalText(certificate);

/** What the file of a certificate is called. */
export function certificateFileName(referralRef: string): string {
  return `${referralRef}.clock-certificate.json`;
}
