import type { Payload, PayloadCodec } from '@temporalio/common';
import { JSONToPayload, payloadToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { EncryptionCodec, PayloadDecryptionError } from './payload-codec.ts';
import type { PayloadKeys } from './payload-keys.ts';

const DEFAULT_BODY_LIMIT_BYTES = 8 * 1024 * 1024;
const PREFLIGHT_MAX_AGE_SECONDS = 600;

/** How the codec server answers. */
export type CodecServerOptions = {
  readonly payloadKeys: PayloadKeys;
  /** The one origin of the Temporal UI that browsers may call from, without a trailing slash. */
  readonly uiOrigin: string;
  /** Refuses a request by throwing an error with `statusCode` 401 or 403. Absent in development only. */
  readonly authorize?: (request: FastifyRequest) => Promise<void>;
  /** Whether POST /encode exists: reading supervisors never need it. Default false. */
  readonly allowEncode?: boolean;
  /** Default 8 MiB, twice what Temporal moves in one call. */
  readonly bodyLimitBytes?: number;
};

type JsonPayload = { metadata?: Record<string, string>; data?: string };
type PayloadsBody = { payloads: JsonPayload[] };

const base64 = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' };
const bodySchema = {
  type: 'object',
  required: ['payloads'],
  properties: {
    payloads: {
      type: 'array',
      maxItems: 10_000,
      items: {
        type: 'object',
        properties: { metadata: { type: 'object', additionalProperties: base64 }, data: base64 },
      },
    },
  },
};

/**
 * The remote codec of the Temporal UI and CLI as a Fastify plugin: POST /decode, and /encode where allowed.
 * It logs no request body and answers with fixed texts, so no payload reaches a log or an error.
 */
export const codecServer: FastifyPluginAsync<CodecServerOptions> = async (app, options) => {
  const codec = new EncryptionCodec(options.payloadKeys);
  const bodyLimit = options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;

  app.addHook('onRequest', async (request, reply) => {
    setHeaders(request, reply, options.uiOrigin);
    // A preflight carries no token by specification.
    if (request.method !== 'OPTIONS') await options.authorize?.(request);
  });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));

  for (const operation of options.allowEncode ? (['decode', 'encode'] as const) : (['decode'] as const)) {
    app.options(`/${operation}`, (_request, reply) => reply.code(204).send());
    app.post<{ Body: PayloadsBody }>(
      `/${operation}`,
      { bodyLimit, schema: { body: bodySchema } },
      (request) => convert(codec, operation, request.body.payloads),
    );
  }
};

async function convert(codec: PayloadCodec, operation: 'decode' | 'encode', payloads: JsonPayload[]) {
  const converted: Payload[] = await codec[operation](payloads.map((payload) => JSONToPayload(payload)));
  return { payloads: converted.map((payload) => payloadToJSON(payload)) };
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, uiOrigin: string): void {
  void reply.headers({ 'cache-control': 'no-store', vary: 'origin' });
  if (request.headers.origin !== uiOrigin) return;
  void reply.headers({
    'access-control-allow-origin': uiOrigin,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type,x-namespace,authorization',
    'access-control-max-age': PREFLIGHT_MAX_AGE_SECONDS,
  });
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof PayloadDecryptionError) {
    return reply.code(422).send({ message: error.message });
  }
  const status = statusOf(error);
  if (status >= 500) request.log.error({ errorName: error instanceof Error ? error.name : 'unknown' });
  return reply.code(status).send({ message: MESSAGES[status] ?? 'The payloads could not be converted.' });
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The body must be {"payloads": [{"metadata": {}, "data": ""}]} with base64 values.',
  401: 'Sign in to read payloads.',
  403: 'Your role may not read payloads.',
  413: 'The body is too large.',
  415: 'The body must be application/json.',
};

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
