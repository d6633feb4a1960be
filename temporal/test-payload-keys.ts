import { parsePayloadKeys } from './payload-keys.ts';

/**
 * TEST KEY. Protects nothing: it is committed so that recorded histories of synthetic people can be replayed
 * anywhere. No deployment may use it.
 */
export const TEST_PAYLOAD_KEYS = `test-only-not-secret:${Buffer.from('front door test key, not secret!').toString('base64')}`;

export const testPayloadKeys = parsePayloadKeys(TEST_PAYLOAD_KEYS);
