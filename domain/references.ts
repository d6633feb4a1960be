/** Letters and digits that are not mistaken for one another (Crockford base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An opaque reference such as `R-7K3M-Q9TX` from eight random bytes; it says nothing about a person. */
export function reference(prefix: 'C' | 'R' | 'E' | 'N', randomBytes: Uint8Array): string {
  const letters = Array.from(randomBytes.slice(0, 8), (byte) => ALPHABET[byte % 32]).join('');
  return `${prefix}-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** A reference such as `P-7K3M-Q9TX-0C5F` of a person record, from twelve bytes of a hash: a million do not meet. */
export function personReference(bytes: Uint8Array): string {
  const letters = Array.from(bytes.slice(0, 12), (byte) => ALPHABET[byte % 32]).join('');
  return `P-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
