import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { describe, expect, it } from 'vitest';
import { dataConverterFor } from '../../temporal/data-converter.ts';
import { failureConverter } from '../../temporal/failure-converter.ts';
import { parsePayloadKeys } from '../../temporal/payload-keys.ts';

const SECRET = 'the strategy meeting note';
const converter = dataConverterFor(parsePayloadKeys(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
const refusal = ApplicationFailure.nonRetryable(SECRET, 'AlreadyDecided', { note: SECRET });

describe('failure conversion', () => {
  it('loads on the client side from its path', () => {
    expect(loadDataConverter(converter).failureConverter).toHaveProperty('options', {
      encodeCommonAttributes: true,
    });
  });

  it('hides message, stack and details and leaves the type readable', async () => {
    const failure = await encodeErrorToFailure(loadDataConverter(converter), refusal);
    expect(failure.message).toBe('Encoded failure');
    expect(failure.stackTrace).toBe('');
    expect(failure.applicationFailureInfo?.type).toBe('AlreadyDecided');
    const bytes = Buffer.concat([
      failure.encodedAttributes?.data ?? new Uint8Array(),
      failure.applicationFailureInfo?.details?.payloads?.[0]?.data ?? new Uint8Array(),
    ]);
    expect(bytes.length).toBeGreaterThan(SECRET.length);
    expect(bytes.toString('latin1') + JSON.stringify(failure)).not.toContain(SECRET);
  });

  it('gives message and type back to who holds the key', async () => {
    const loaded = loadDataConverter(converter);
    const error = await decodeOptionalFailureToOptionalError(
      loaded,
      await encodeErrorToFailure(loaded, refusal),
    );
    expect(error).toMatchObject({ message: SECRET, type: 'AlreadyDecided', nonRetryable: true });
  });

  it('is only an encoding without the codec', () => {
    const failure = failureConverter.errorToFailure(refusal, defaultPayloadConverter);
    expect(Buffer.from(failure.encodedAttributes?.data ?? []).toString()).toContain(SECRET);
  });
});
