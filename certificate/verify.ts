import { type ClockCertificate, isShownRow, type PublicKey } from '../domain/certificate/certificate.ts';
import { DoesNotHold } from '../domain/certificate/does-not-hold.ts';
import { recompute } from '../domain/certificate/recompute.ts';
import { verifyChain } from './chain.ts';
import { rulesOf } from './editions.ts';
import { readCertificate } from './read.ts';
import { verifySignature } from './signature.ts';

/** What a verification found: that all holds, or the first thing that does not, in one line. */
export type Verdict =
  | { readonly holds: true; readonly certificate: ClockCertificate; readonly shownRows: number }
  | { readonly holds: false; readonly line: string };

/** What a certificate is verified with. */
export type VerifiedWith = {
  /** Public edition documents; those the certificate does not name are passed over. */
  readonly editions: readonly unknown[];
  /** The only key whose signature counts; absent, any does, and trust in it is the reader's to check. */
  readonly trustedKey?: PublicKey;
};

/**
 * Verifies a certificate from its bytes and public edition documents alone, in this order: format, signature, chain of
 * hashes, editions, every instant computed again. Reads nothing else and asks nobody.
 * @throws Error when this platform cannot check Ed25519 signatures
 */
export async function verifyCertificate(
  bytes: Uint8Array,
  { editions, trustedKey }: VerifiedWith,
): Promise<Verdict> {
  try {
    const certificate = readCertificate(bytes);
    await verifySignature(certificate, trustedKey);
    await verifyChain(certificate);
    recomputed(certificate, await rulesOf(certificate, editions));
    return { holds: true, certificate, shownRows: certificate.rows.filter(isShownRow).length };
  } catch (error) {
    if (!(error instanceof DoesNotHold)) throw error;
    return { holds: false, line: error.message };
  }
}

/** A row or an edition of another form than ours makes the computation itself fail: that does not hold either. */
function recomputed(certificate: ClockCertificate, rules: Parameters<typeof recompute>[1]): void {
  try {
    recompute(certificate, rules);
  } catch (error) {
    if (error instanceof DoesNotHold) throw error;
    throw new DoesNotHold('rows', `cannot be computed again: ${error instanceof Error ? error.message : ''}`);
  }
}
