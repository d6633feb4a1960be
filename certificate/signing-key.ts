import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { CertificateContent, ClockCertificate, PublicKey } from '../domain/certificate/certificate.ts';
import { signedText, thumbprint } from './signature.ts';

/** The key a hub signs its certificates with. */
export type SigningKey = {
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
};

/**
 * Reads a signing key from the base64 of its PKCS#8 DER, as
 * `openssl genpkey -algorithm ed25519 -outform DER | openssl base64 -A` writes it.
 * @throws Error, never with the key, when the text is not an Ed25519 private key
 */
export function parseSigningKey(text: string): SigningKey {
  const privateKey = privateKeyIn(text);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (privateKey.asymmetricKeyType !== 'ed25519' || x === undefined) throw notAKey();
  return { privateKey, publicKey: { kty: 'OKP', crv: 'Ed25519', x } };
}

function privateKeyIn(text: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    throw notAKey();
  }
}

function notAKey(): Error {
  return new Error('CERTIFICATE_SIGNING_KEY must be an Ed25519 private key: PKCS#8 DER in base64.');
}

/** Signs what a certificate says. */
export async function signCertificate(
  content: CertificateContent,
  { privateKey, publicKey }: SigningKey,
): Promise<ClockCertificate> {
  const value = sign(null, Buffer.from(signedText(content)), privateKey).toString('base64url');
  const keyId = await thumbprint(publicKey);
  return { ...content, signature: { algorithm: 'Ed25519', keyId, publicKey, value } };
}
