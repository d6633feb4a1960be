import type { CertificateContent, ClockCertificate, PublicKey } from '../domain/certificate/certificate.ts';
import { DoesNotHold } from '../domain/certificate/does-not-hold.ts';
import { base64url, bytesOfBase64url, sha256, utf8 } from './bytes.ts';
import { canonicalText } from './canonical.ts';

const PUBLIC_KEY_BYTES = 32;

/** What a signature is made over: the canonical JSON of everything but the signature. */
export function signedText(certificate: CertificateContent | ClockCertificate): string {
  return canonicalText({ ...certificate, signature: undefined });
}

/** RFC 7638 thumbprint of a public key: SHA-256 of its canonical JSON, base64url. */
export async function thumbprint({ kty, crv, x }: PublicKey): Promise<string> {
  return base64url(await sha256(canonicalText({ kty, crv, x })));
}

/** The one Ed25519 public key a JSON Web Key, or a set of one, holds; undefined for anything else. */
export function publicKeyIn(value: unknown): PublicKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('keys' in value) {
    return Array.isArray(value.keys) && value.keys.length === 1 ? publicKeyIn(value.keys[0]) : undefined;
  }
  if (!('kty' in value && 'crv' in value && 'x' in value)) return undefined;
  const { kty, crv, x } = value;
  return kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' ? { kty, crv, x } : undefined;
}

/**
 * Checks that a certificate is signed by the key it names and, where `trusted` is given, that this is that key.
 * @throws DoesNotHold
 */
export async function verifySignature(
  certificate: ClockCertificate,
  trusted: PublicKey | undefined,
): Promise<void> {
  const { keyId, publicKey, value } = certificate.signature;
  const named = await thumbprint(publicKey);
  if (named !== keyId) throw new DoesNotHold('signature', `keyId is ${keyId}, but the key's own is ${named}`);
  if (trusted !== undefined && trusted.x !== publicKey.x) {
    throw new DoesNotHold('signature', `made by the key ${keyId}, not by ${await thumbprint(trusted)}`);
  }
  const key = bytesOfBase64url(publicKey.x);
  const signature = bytesOfBase64url(value);
  if (key?.length !== PUBLIC_KEY_BYTES || signature === undefined) {
    throw new DoesNotHold('signature', 'key and value must be base64url of 32 and 64 bytes');
  }
  if (!(await isSignedBy(key, signature, utf8(signedText(certificate))))) {
    throw new DoesNotHold('signature', 'does not fit: the certificate was altered after it was signed');
  }
}

async function isSignedBy(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  text: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, text);
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') {
      throw new Error('This browser cannot check Ed25519 signatures. A newer one can.', { cause: error });
    }
    return false;
  }
}
