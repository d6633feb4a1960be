import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import {
  ENCRYPTED_ENCODING,
  EncryptionCodec,
  KEY_ID_METADATA,
  PayloadDecryptionError,
} from '../../temporal/payload-codec.ts';
import { parsePayloadKeys } from '../../temporal/payload-keys.ts';

const base64Key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const codecWith = (text: string) => new EncryptionCodec(parsePayloadKeys(text));
const k1 = codecWith(`k1:${base64Key(1)}`);

const MARKER = 'REF-2026-0042';
const plain = defaultPayloadConverter.toPayload<unknown>({ reference: MARKER });

async function encrypted(codec = k1): Promise<Payload> {
  const [payload] = await codec.encode([plain]);
  if (!payload) throw new Error('The codec returned no payload.');
  return payload;
}

function withByteFlipped(payload: Payload, index: number): Payload {
  const data = Buffer.from(payload.data ?? []);
  data[index] = (data[index] ?? 0) ^ 1;
  return { ...payload, data };
}

describe('EncryptionCodec', () => {
  it('gives back what it encrypted, metadata included', async () => {
    const [decoded] = await k1.decode([await encrypted()]);
    expect(defaultPayloadConverter.fromPayload(decoded ?? {})).toEqual({ reference: MARKER });
    expect(Buffer.from(decoded?.metadata?.['encoding'] ?? []).toString()).toBe('json/plain');
  });

  it('shows the encoding and the key id and nothing of the content', async () => {
    const payload = await encrypted();
    expect(Object.keys(payload.metadata ?? {})).toEqual(['encoding', KEY_ID_METADATA]);
    expect(Buffer.from(payload.metadata?.['encoding'] ?? []).toString()).toBe(ENCRYPTED_ENCODING);
    expect(Buffer.from(payload.metadata?.[KEY_ID_METADATA] ?? []).toString()).toBe('k1');
    expect(Buffer.from(payload.data ?? []).toString('latin1')).not.toContain(MARKER);
  });

  it('never encrypts the same payload to the same bytes', async () => {
    expect(await encrypted()).not.toEqual(await encrypted());
  });

  it('keeps the order and the number of payloads, also none', async () => {
    const values = [1, 'two', null, { three: 3 }];
    const payloads = values.map((value) => defaultPayloadConverter.toPayload<unknown>(value));
    const decoded = await k1.decode(await k1.encode(payloads));
    expect(decoded.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(values);
    expect(await k1.decode(await k1.encode([]))).toEqual([]);
  });

  it('passes unencrypted payloads unchanged', async () => {
    expect(await k1.decode([plain, {}])).toEqual([plain, {}]);
  });

  it('reads old keys after a rotation and writes with the new one', async () => {
    const old = await encrypted();
    const rotated = codecWith(`k2:${base64Key(2)},k1:${base64Key(1)}`);
    const fresh = await encrypted(rotated);
    expect(Buffer.from(fresh.metadata?.[KEY_ID_METADATA] ?? []).toString()).toBe('k2');
    expect(await rotated.decode([old, fresh])).toHaveLength(2);
    await expect(k1.decode([fresh])).rejects.toThrow('No payload key with id "k2" is configured.');
  });

  it.each([
    ['iv', 0],
    ['tag', 12],
    ['ciphertext', 28],
  ])('refuses a payload whose %s was altered', async (_part, index) => {
    const altered = withByteFlipped(await encrypted(), index);
    await expect(k1.decode([altered])).rejects.toThrow(PayloadDecryptionError);
  });

  it('refuses a payload that is cut short', async () => {
    const payload = await encrypted();
    await expect(k1.decode([{ ...payload, data: payload.data?.subarray(0, 20) ?? null }])).rejects.toThrow(
      PayloadDecryptionError,
    );
  });

  it('binds the key id: the same key under another id does not open', async () => {
    const payload = await encrypted();
    const relabelled = {
      ...payload,
      metadata: { ...payload.metadata, [KEY_ID_METADATA]: Buffer.from('kx') },
    };
    await expect(codecWith(`kx:${base64Key(1)}`).decode([relabelled])).rejects.toThrow(
      'A payload does not open with key "kx"',
    );
  });
});

describe('parsePayloadKeys', () => {
  it('takes the first key as the current one and keeps all', () => {
    const keys = parsePayloadKeys(`k2:${base64Key(2)}, k1:${base64Key(1)}`);
    expect(keys.current).toBe('k2');
    expect([...keys.keys.keys()]).toEqual(['k2', 'k1']);
    expect(keys.keys.get('k1')).toEqual(Buffer.alloc(32, 1));
  });

  it.each([
    ['nothing', ''],
    ['no id', `:${base64Key(1)}`],
    ['no colon', base64Key(1)],
    ['a short key', `k1:${Buffer.alloc(16).toString('base64')}`],
    ['a long key', `k1:${Buffer.alloc(33).toString('base64')}`],
    ['text that is not base64', `k1:${'!'.repeat(44)}`],
    ['a trailing comma', `k1:${base64Key(1)},`],
    ['an id given twice', `k1:${base64Key(1)},k1:${base64Key(2)}`],
  ])('refuses %s without showing key material', (_case, text) => {
    const secret = text.split(':')[1];
    let message = '';
    try {
      parsePayloadKeys(text);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/Payload key|payload key/);
    if (secret) expect(message).not.toContain(secret);
  });
});
