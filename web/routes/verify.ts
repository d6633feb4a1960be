import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const PAGE = readFileSync(new URL('../verifier/verify.html', import.meta.url), 'utf8');
const [, POLICY = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(PAGE) ?? [];

/**
 * Serves the page that checks certificates, the same file that works without a hub, to anybody. Its own policy lets
 * its one script and style run, named by their hashes, and nothing be loaded or sent.
 */
export function addVerifier(app: FastifyInstance): void {
  app.get('/verify', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', `${POLICY}; frame-ancestors 'none'`)
      .header('cache-control', 'no-cache')
      .send(PAGE),
  );
}
