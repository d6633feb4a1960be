import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { PayloadKeys } from './payload-keys.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Value of the `encoding` metadata of an encrypted payload, as the Temporal samples and UI know it. */
export const ENCRYPTED_ENCODING = 'binary/encrypted';

/** Name of the metadata entry that says which key encrypted a payload. */
export const KEY_ID_METADATA = 'encryption-key-id';

/** Why a payload could not be read. The message names the key id and never any content. */
export class PayloadDecryptionError extends Error {
  override readonly name = 'PayloadDecryptionError';
}

/**
 * Encrypts whole payloads with AES-256-GCM: metadata names the key, data is iv (12) ‖ tag (16) ‖ ciphertext
 * of the encoded payload. The key id is bound as additional data, so a relabelled payload does not open.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #keys: PayloadKeys;

  constructor(keys: PayloadKeys) {
    this.#keys = keys;
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => encrypt(payload, this.#keys)));
  }

  /**
   * Payloads in another encoding pass unchanged: histories from before encryption stay readable.
   *
   * @throws {@link PayloadDecryptionError} for an unknown key id or an altered payload.
   */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, this.#keys) : payload));
  }
}

/** Whether this module encrypted the payload. */
export function isEncrypted(payload: Payload): boolean {
  return metadataText(payload, 'encoding') === ENCRYPTED_ENCODING;
}

function encrypt(payload: Payload, keys: PayloadKeys): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(keys.current, keys), iv).setAAD(Buffer.from(keys.current));
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(ENCRYPTED_ENCODING), [KEY_ID_METADATA]: Buffer.from(keys.current) },
    data: Buffer.concat([iv, cipher.getAuthTag(), ciphertext]),
  };
}

function decrypt(payload: Payload, keys: PayloadKeys): Payload {
  const keyId = metadataText(payload, KEY_ID_METADATA);
  const key = keyFor(keyId, keys);
  const data = payload.data ?? new Uint8Array();
  if (data.length < IV_BYTES + TAG_BYTES) throw unreadable(keyId);
  const decipher = createDecipheriv(CIPHER, key, data.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(keyId))
    .setAuthTag(data.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(data.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return proto.temporal.api.common.v1.Payload.decode(plain);
  } catch (cause) {
    throw unreadable(keyId, cause);
  }
}

function keyFor(keyId: string, keys: PayloadKeys): Buffer {
  const key = keys.keys.get(keyId);
  if (key === undefined) throw new PayloadDecryptionError(`No payload key with id "${keyId}" is configured.`);
  return key;
}

function unreadable(keyId: string, cause?: unknown): PayloadDecryptionError {
  return new PayloadDecryptionError(`A payload does not open with key "${keyId}": altered, or another key.`, {
    cause,
  });
}

function metadataText(payload: Payload, name: string): string {
  const bytes = payload.metadata?.[name];
  return bytes ? Buffer.from(bytes).toString('utf8') : '';
}
