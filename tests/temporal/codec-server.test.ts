import { defaultPayloadConverter } from '@temporalio/common';
import { JSONToPayload, payloadToJSON } from '@temporalio/common/lib/proto-utils.js';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { type CodecServerOptions, codecServer } from '../../temporal/codec-server.ts';
import { EncryptionCodec } from '../../temporal/payload-codec.ts';
import { parsePayloadKeys } from '../../temporal/payload-keys.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const payloadKeys = parsePayloadKeys(`k1:${KEY}`);
const uiOrigin = 'http://127.0.0.1:8233';
const SECRET = 'synthetic secret';
const plain = payloadToJSON(defaultPayloadConverter.toPayload<unknown>(SECRET));

let app: FastifyInstance | undefined;
let logged = '';
afterEach(async () => {
  await app?.close();
  logged = '';
});

async function serverWith(options: Partial<CodecServerOptions> = {}): Promise<FastifyInstance> {
  app = Fastify({ logger: { level: 'trace', stream: { write: (line: string) => void (logged += line) } } });
  await app.register(codecServer, { payloadKeys, uiOrigin, ...options });
  return app;
}

async function encrypted() {
  const [payload] = await new EncryptionCodec(payloadKeys).encode([JSONToPayload(plain)]);
  return payloadToJSON(payload ?? {});
}

const decode = (server: FastifyInstance, payload: object | string, origin = uiOrigin) =>
  server.inject({
    method: 'POST',
    url: '/decode',
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', origin },
    payload,
  });

describe('codec server', () => {
  it('decodes for the UI and forbids caches to keep the answer', async () => {
    const reply = await decode(await serverWith(), { payloads: [await encrypted(), plain] });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({ payloads: [plain, plain] });
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': uiOrigin,
      vary: 'origin',
    });
  });

  it('answers the preflight of the UI without asking for a token', async () => {
    const server = await serverWith({ authorize: () => Promise.reject(new Error('never asked')) });
    const reply = await server.inject({
      method: 'OPTIONS',
      url: '/decode',
      headers: { origin: uiOrigin, 'access-control-request-method': 'POST' },
    });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': uiOrigin,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'content-type,x-namespace,authorization',
    });
  });

  it.each(['http://127.0.0.1:8234', 'http://127.0.0.1:8233.example.org', 'null'])(
    'gives %s no leave to read',
    async (origin) => {
      const reply = await decode(await serverWith(), { payloads: [] }, origin);
      expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('does not encode unless told to', async () => {
    const request = { method: 'POST', url: '/encode', payload: { payloads: [plain] } } as const;
    expect((await (await serverWith()).inject(request)).statusCode).toBe(404);
    const reply = await (await serverWith({ allowEncode: true })).inject(request);
    expect(reply.statusCode).toBe(200);
    expect(reply.body).not.toContain(plain.data);
  });

  it('refuses who is not authorized, before reading the body', async () => {
    const authorize = () =>
      Promise.reject(Object.assign(new Error('token of a named person'), { statusCode: 403 }));
    const reply = await decode(await serverWith({ authorize }), '{ this is not JSON');
    expect(reply.statusCode).toBe(403);
    expect(reply.json()).toEqual({ message: 'Your role may not read payloads.' });
    expect(reply.headers['access-control-allow-origin']).toBe(uiOrigin);
  });

  it('refuses a body over the limit', async () => {
    const reply = await decode(await serverWith({ bodyLimitBytes: 50 }), { payloads: [await encrypted()] });
    expect(reply.statusCode).toBe(413);
  });

  it.each([
    ['no payloads', {}],
    ['payloads that are no list', { payloads: 'x' }],
    ['data that is not base64', { payloads: [{ data: `${SECRET}!` }] }],
    ['text that is not JSON', `{"${SECRET}`],
  ])('refuses %s without repeating it', async (_case, body) => {
    const reply = await decode(await serverWith(), body);
    expect(reply.statusCode).toBe(400);
    expect(reply.body).not.toContain(SECRET);
    expect(logged).not.toContain(SECRET);
  });

  it('names the id of an unknown key and nothing else', async () => {
    const other = parsePayloadKeys(`k9:${Buffer.alloc(32, 9).toString('base64')}`);
    const reply = await decode(await serverWith({ payloadKeys: other }), { payloads: [await encrypted()] });
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toEqual({ message: 'No payload key with id "k1" is configured.' });
  });

  it('leaves neither key nor payload in log or error', async () => {
    const server = await serverWith();
    const payload = await encrypted();
    await decode(server, { payloads: [payload] });
    const broken = await decode(server, {
      payloads: [{ ...payload, data: Buffer.alloc(40).toString('base64') }],
    });
    expect(broken.statusCode).toBe(422);
    expect(logged).not.toBe('');
    for (const text of [SECRET, KEY, plain.data ?? SECRET, payload.data ?? SECRET]) {
      expect(logged).not.toContain(text);
      expect(broken.body).not.toContain(text);
    }
  });
});
