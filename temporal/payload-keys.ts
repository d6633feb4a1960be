const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** The keys that protect payloads. New payloads use `current`; every other key only reads. */
export type PayloadKeys = {
  /** Id of the key that encrypts. */
  readonly current: string;
  /** Every readable key by id, 32 bytes each. */
  readonly keys: ReadonlyMap<string, Buffer>;
};

/**
 * Reads keys from `id:base64,id:base64`. The first one encrypts; to rotate, put a new one in front and keep
 * the old ones for as long as a history under them may be read.
 *
 * @throws Error naming the key id, never the key, when the text is not of that form.
 */
export function parsePayloadKeys(text: string): PayloadKeys {
  const entries = text.split(',').map((entry) => parseEntry(entry.trim()));
  const keys = new Map(entries);
  const [first] = entries;
  if (first === undefined) throw new Error('Payload keys are empty.');
  if (keys.size !== entries.length) throw new Error('Payload keys name the same id twice.');
  return { current: first[0], keys };
}

function parseEntry(entry: string): [id: string, key: Buffer] {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  if (!KEY_ID.test(id)) {
    throw new Error('A payload key must be written as id:base64, the id in letters, digits, dot, dash.');
  }
  const encoded = entry.slice(colon + 1);
  if (!BASE64.test(encoded)) {
    throw new Error(`Payload key "${id}" must be ${KEY_BYTES} bytes in base64 (44 characters).`);
  }
  return [id, Buffer.from(encoded, 'base64')];
}
