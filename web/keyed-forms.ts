import type { FastifyRequest } from 'fastify';
import { type KeyedRequest, requestHash } from '../db/idempotency.ts';
import type { FormBody } from './forms/fields.ts';

/**
 * The same form sent twice is one request. Its words are part of the key: corrected and sent again after a refusal,
 * it is another one.
 */
export function keyedForm(
  { method, url, body }: Pick<FastifyRequest<{ Body: FormBody }>, 'method' | 'url' | 'body'>,
  client: string,
): KeyedRequest {
  const { _csrf, requestKey, ...answers } = body;
  const hash = requestHash(method, url, JSON.stringify(answers));
  return { client, key: `board/${String(requestKey)}/${hash}`, hash };
}
