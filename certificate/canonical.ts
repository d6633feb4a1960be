import canonicalize from 'canonicalize';

/**
 * The canonical JSON of RFC 8785.
 * @throws TypeError when the value is not JSON
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON has a canonical form');
  return text;
}
