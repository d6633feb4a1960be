import type { FastifyReply, FastifyRequest } from 'fastify';
import { type KeyedRequest, requestHash, type KeyStatus, type StoredAnswer } from '../db/idempotency.ts';
import { actorOf } from './authentication.ts';
import { Problem } from './problems.ts';

/** The request as its Idempotency-Key names it: one client, one key, one method, path and body. */
export function keyedRequest(
  request: FastifyRequest & { readonly headers: { readonly 'idempotency-key': string } },
  body: string,
): KeyedRequest {
  const [path = ''] = request.url.split('?', 1);
  return {
    client: actorOf(request).userId,
    key: request.headers['idempotency-key'],
    hash: requestHash(request.method, path, body),
  };
}

/**
 * The stored answer, or nothing when the request is still to be done.
 * @throws Problem KEY_REUSED
 */
export function answerKnown(status: KeyStatus): StoredAnswer | undefined {
  switch (status.kind) {
    case 'OPEN':
      return undefined;
    case 'ANSWERED':
      return status.answer;
    case 'OTHER_REQUEST':
      throw new Problem('KEY_REUSED', {
        detail: 'This Idempotency-Key was used for another request; use a new key for a new request',
      });
  }
}

/** Sends an answer as it was stored. Headers are read out of the body, so that a repeated one has the same. */
export function sendStored(reply: FastifyReply, { status, body }: StoredAnswer): FastifyReply {
  const { version, links } = JSON.parse(body) as { version?: number; links?: { self?: string } };
  if (version !== undefined) void reply.header('etag', `"${version}"`);
  if (status === 201 && links?.self !== undefined) void reply.header('location', links.self);
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}
