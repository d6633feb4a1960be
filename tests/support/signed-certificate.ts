import { generateKeyPairSync } from 'node:crypto';
import { canonicalText } from '../../certificate/canonical.ts';
import { parseSigningKey, signCertificate, type SigningKey } from '../../certificate/signing-key.ts';
import { type Verdict, verifyCertificate, type VerifiedWith } from '../../certificate/verify.ts';
import { entryHash } from '../../db/ledger-hash.ts';
import { type CertificateContent, isShownRow } from '../../domain/certificate/certificate.ts';
import { certificateOf, type HashedEntry } from '../../domain/certificate/issue.ts';
import { GENESIS_HASH } from '../../domain/ledger.ts';
import { defaultEditions } from '../../policy/editions.ts';
import { slowerEditions } from './long-case.ts';

/** A new Ed25519 private key, as the setting is written. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

export const signingKey: SigningKey = parseSigningKey(newSigningKey());

/** The public editions the long case goes by. */
export const publicEditions: readonly unknown[] = [
  ...Object.values(defaultEditions()),
  slowerEditions().policy,
];

/** The file of a certificate. */
export async function signedText(content: CertificateContent, key = signingKey): Promise<string> {
  return canonicalText(await signCertificate(content, key));
}

export function verified(text: string, how: Partial<VerifiedWith> = {}): Promise<Verdict> {
  return verifyCertificate(new TextEncoder().encode(text), { editions: publicEditions, ...how });
}

/**
 * What one who holds the signing key can make of a case: other rows, numbered and chained anew, the summary that fits
 * them, and a good signature.
 */
export function resealed(
  { referralRef, editions, issuedAt }: CertificateContent,
  rows: readonly HashedEntry[],
): CertificateContent {
  let previousHash = GENESIS_HASH;
  const chained = rows.map(({ hash: _hash, ...entry }, index) => {
    const row = { ...entry, seq: index + 1 };
    previousHash = entryHash(previousHash, row);
    return { ...row, hash: previousHash };
  });
  return certificateOf(referralRef, chained, editions, issuedAt);
}

/** The same certificate with some of its rows not shown. */
export function hidden(content: CertificateContent, ...seqs: readonly number[]): CertificateContent {
  const rows = content.rows.map((row) =>
    isShownRow(row) && seqs.includes(row.seq) ? { seq: row.seq, hash: row.hash } : row,
  );
  return { ...content, rows };
}
