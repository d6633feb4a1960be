import type { FastifyRequest } from 'fastify';
import { type KeyedRequest, requestHash } from '../../db/idempotency.ts';
import type { FormBody } from './fields.ts';

/** A form as one request: sent twice it is the same one, changed and sent again it is another. */
export function keyedForm(
  { method, url, body }: FastifyRequest<{ Body: FormBody }>,
  client: string,
): KeyedRequest {
  const { _csrf, requestKey, ...answers } = body;
  const hash = requestHash(method, url, JSON.stringify(answers));
  return { client, key: `board/${String(requestKey)}/${hash}`, hash };
}
