import canonicalize from 'canonicalize';

/**
 * What a policy or calendar document is known by besides its name: the SHA-256, in lower-case hex, of the whole
 * document in the canonical JSON of RFC 8785, so that neither spaces nor the order of keys matter. Uses WebCrypto
 * and nothing of Node, so that a browser computes the same.
 * @throws TypeError when the document is not JSON.
 */
export async function editionHash(document: unknown): Promise<string> {
  const text = canonicalize(document);
  if (text === undefined) throw new TypeError('an edition must be a JSON document');
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
